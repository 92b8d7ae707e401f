import type { Reading } from '@hadir/sdk';
import type { LineSink } from './line.js';

/** Hands readings to the host one after the other and remembers when that failed. */
export interface Teller {
  tell(reading: Reading): Promise<void>;
  /** Rejects with what a `tell` was refused with. */
  readonly broken: Promise<never>;
  /** The device was heard; the host is told once a second at most. */
  heard(): void;
}

const TRAFFIC_EVERY_MS = 1000;

export function teller(sink: LineSink): Teller {
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  let last: Promise<unknown> = Promise.resolve();
  let reportedMs = Number.NEGATIVE_INFINITY;
  return {
    broken,
    tell(reading) {
      const next = last.then(() => sink.emit({ readings: [reading] }));
      last = next.catch(fail);
      return next.then(() => undefined);
    },
    heard() {
      const now = sink.clock.now();
      if (now - reportedMs < TRAFFIC_EVERY_MS && now >= reportedMs) return;
      reportedMs = now;
      sink.report({ type: 'traffic' });
    },
  };
}
