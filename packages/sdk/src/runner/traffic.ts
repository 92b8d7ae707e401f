import type { Clock } from '@hadir/core';
import type { DeviceReport } from '../driver/status.js';

/**
 * Passes a device's signs of life on, at most one per `everyMs`: a busy line has thousands a second and the host needs
 * only their age. The last one of a burst is sent by `flush`.
 */
export interface TrafficMeter {
  note(nextWithinMs?: number): void;
  flush(): void;
}

export function createTrafficMeter(everyMs: number, clock: Clock, send: (report: DeviceReport) => void): TrafficMeter {
  let sentAt = Number.NEGATIVE_INFINITY;
  let announced: number | undefined;
  let waiting = false;
  const pass = () => {
    sentAt = clock.now();
    waiting = false;
    send(announced === undefined ? { type: 'traffic' } : { type: 'traffic', nextWithinMs: announced });
  };
  return {
    note(nextWithinMs) {
      const news = nextWithinMs !== undefined && nextWithinMs !== announced;
      if (news) announced = nextWithinMs;
      if (news || clock.now() - sentAt >= everyMs) pass();
      else waiting = true;
    },
    flush() {
      if (waiting) pass();
    },
  };
}
