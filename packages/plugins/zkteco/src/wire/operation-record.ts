import { zkError } from '../errors.js';
import { u16, u32 } from './bytes.js';
import { decodePackedTime, type ZkTime } from './packed-time.js';

/** Length of one entry of the operation log (adrobinoga/zk-protocol, data-record.md). */
export const OPERATION_RECORD_BYTES = 16;

export interface OperationRecord {
  /** Slot of the administrator who did it, 0 when nobody logged in. */
  readonly admin: number;
  /** What was done; the same numbers as in the push protocol's OPLOG. */
  readonly operation: number;
  readonly time: ZkTime;
  readonly params: readonly [number, number, number, number];
}

/** @throws ZK_DATA_TOO_SHORT unless the record has exactly 16 bytes */
export function decodeOperation(bytes: Uint8Array): OperationRecord {
  if (bytes.length !== OPERATION_RECORD_BYTES) {
    throw zkError('ZK_DATA_TOO_SHORT', {
      what: 'operation record',
      received: bytes.length,
      expected: OPERATION_RECORD_BYTES,
    });
  }
  return {
    admin: u16(bytes, 0),
    operation: bytes[2] ?? 0,
    time: decodePackedTime(u32(bytes, 4)),
    params: [u16(bytes, 8), u16(bytes, 10), u16(bytes, 12), u16(bytes, 14)],
  };
}
