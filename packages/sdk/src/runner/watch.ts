/**
 * Notices silence. It does not run while something is held: waiting for the host to store a batch is not the device's
 * silence.
 */
export interface Watch {
  start(silenceMs: number, onSilence: () => void): void;
  /** A sign of life. */
  kick(): void;
  hold(): void;
  release(): void;
  stop(): void;
}

export function createWatch(): Watch {
  let timer: NodeJS.Timeout | undefined;
  let held = 0;
  return {
    start(silenceMs, onSilence) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (held > 0) timer?.refresh();
        else onSilence();
      }, silenceMs);
    },
    kick() {
      timer?.refresh();
    },
    hold() {
      held += 1;
    },
    release() {
      held -= 1;
      timer?.refresh();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
