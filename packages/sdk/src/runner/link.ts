import type { EmitBatch, EmitReceipt } from '../driver/context.js';
import type { Notice } from '../protocol/notice.js';

/**
 * What a runner needs from outside: the pipe to the host in a process of its own, or the host's intake inline.
 * Left out: retrying (the session begins again from the stored cursor) and ordering across devices.
 */
export interface RunnerLink {
  /**
   * Resolves when the batch is durable. Batches of one device are stored in the order of the calls.
   * @throws a HadirError when it was not stored, or must not be
   */
  append(deviceId: string, session: number, batch: EmitBatch): Promise<EmitReceipt>;
  /** Never throws and never waits. */
  notice(notice: Notice): void;
}
