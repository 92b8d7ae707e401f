import type { FaceReading } from '@hadir/sdk';

/** More than a camera sees in the minutes that a store may be away; older ones go first. */
const MAX_WAITING = 500;

/**
 * Readings that are decided and not yet durable. A camera keeps no log that could be read again, so they must outlive the
 * session that could not hand them over. Held by the plugin, one for each device.
 */
export interface Outbox {
  add(readings: readonly FaceReading[]): void;
  /** Hands over all that waits, in order. What could not be made durable waits on. */
  send(emit: (readings: readonly FaceReading[]) => Promise<unknown>): Promise<void>;
  readonly waiting: number;
}

export function createOutbox(): Outbox {
  let waiting: readonly FaceReading[] = [];
  return {
    add(readings) {
      waiting = [...waiting, ...readings].slice(-MAX_WAITING);
    },
    async send(emit) {
      if (waiting.length === 0) return;
      const sent = new Set(waiting);
      await emit([...sent]);
      waiting = waiting.filter((one) => !sent.has(one));
    },
    get waiting() {
      return waiting.length;
    },
  };
}
