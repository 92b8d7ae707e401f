import { type DeviceContext, isHadirError } from '@hadir/sdk';
import { operationFromRecord } from '../readings-from-rows.js';
import { readOperations, type StandaloneSession } from '../standalone/index.js';
import { OPERATION_RECORD_BYTES } from '../wire/operation-record.js';
import type { CursorBook } from './cursor-book.js';
import { emitAll } from './emit.js';

const PART = 'operations';
/** Firmware without this log says so in one of these ways. */
const NOT_THERE: ReadonlySet<string> = new Set(['ZK_UNSUPPORTED_COMMAND', 'ZK_COMMAND_REFUSED']);

/**
 * Brings what is new in the log of operations into the journal.
 * @returns false when this firmware has no such log, so that it need not be asked again
 */
export async function readNewOperations(
  context: DeviceContext,
  session: StandaloneSession,
  book: CursorBook,
  signal: AbortSignal,
): Promise<boolean> {
  const known = book.part(PART);
  let count = typeof known === 'number' ? known : 0;
  try {
    const { recordsInLog } = await readOperations(session, {
      skip: count,
      signal,
      async take({ operations, raw }) {
        const readings = operations.map((operation, i) =>
          operationFromRecord(operation, raw.subarray(i * OPERATION_RECORD_BYTES, (i + 1) * OPERATION_RECORD_BYTES), {
            transport: session.transport === 'udp' ? 'zk-udp' : 'zk-tcp',
          }),
        );
        count += readings.length;
        await emitAll(context, readings);
      },
    });
    if (recordsInLog !== known) await context.emit({ readings: [], cursor: book.with(PART, recordsInLog) });
    return true;
  } catch (error) {
    if (isHadirError(error) && NOT_THERE.has(error.code)) return false;
    throw error;
  }
}
