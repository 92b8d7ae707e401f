import type { HostTimings } from './timings.js';

export interface Heartbeat {
  heard(): void;
  stop(): void;
}

/**
 * Notices a process that says nothing any more. Counts ticks of the host's own timer instead of reading a clock: when
 * the host itself was busy, its ticks were late too, and a plugin is not killed for it.
 */
export function watchHeartbeat(timings: HostTimings, onSilence: (silentMs: number) => void): Heartbeat {
  let missed = 0;
  const timer = setInterval(() => {
    missed += 1;
    if (missed <= timings.missedHeartbeats) return;
    clearInterval(timer);
    onSilence(missed * timings.heartbeatMs);
  }, timings.heartbeatMs);
  return {
    heard() {
      missed = 0;
    },
    stop: () => clearInterval(timer),
  };
}
