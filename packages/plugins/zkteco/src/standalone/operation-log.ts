import { zkError } from '../errors.js';
import { innerSize } from '../wire/bulk.js';
import { decodeOperation, OPERATION_RECORD_BYTES, type OperationRecord } from '../wire/operation-record.js';
import { inBlocks } from './blocks.js';
import { openTable, tableRequest } from './bulk.js';
import type { StandaloneSession } from './session-types.js';

export interface OperationLogOptions {
  readonly signal?: AbortSignal;
  /** Records to leave out at the beginning, when the log holds at least so many; else all are read. */
  readonly skip?: number;
  /** Default 1,000. */
  readonly pageRecords?: number;
  take(page: { readonly operations: readonly OperationRecord[]; readonly raw: Uint8Array }): Promise<void>;
}

/** Reads the log of what was done at the terminal. @throws as `readAttendance` */
export async function readOperations(
  session: StandaloneSession,
  options: OperationLogOptions,
): Promise<{ readonly records: number; readonly recordsInLog: number }> {
  const { signal, pageRecords = 1_000 } = options;
  const reserved = await session.reserve('operations', signal);
  try {
    const table = await openTable({ session, reserved, request: tableRequest('operations'), signal });
    try {
      const content = table.totalBytes === 0 ? 0 : innerSize(await table.peek(4), table.totalBytes, table.name);
      if (content % OPERATION_RECORD_BYTES !== 0) {
        throw zkError('ZK_TRANSFER_MISMATCH', {
          table: table.name,
          announced: content,
          stated: OPERATION_RECORD_BYTES,
        });
      }
      const recordsInLog = content / OPERATION_RECORD_BYTES;
      const skipped = (options.skip ?? 0) <= recordsInLog ? (options.skip ?? 0) : 0;
      const pieces = table.read(4 + skipped * OPERATION_RECORD_BYTES, 4 + content);
      for await (const raw of inBlocks(pieces, pageRecords * OPERATION_RECORD_BYTES)) {
        const operations: OperationRecord[] = [];
        for (let at = 0; at < raw.length; at += OPERATION_RECORD_BYTES) {
          operations.push(decodeOperation(raw.subarray(at, at + OPERATION_RECORD_BYTES)));
        }
        await options.take({ operations, raw });
      }
      return { records: recordsInLog - skipped, recordsInLog };
    } finally {
      await table.close();
    }
  } finally {
    reserved.release();
  }
}
