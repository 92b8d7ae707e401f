import { isHadirError } from '@hadir/sdk';
import { decodeBulkSize } from '../wire/bulk.js';
import { COMMAND, TABLE, type TableName } from '../wire/commands.js';
import { bufferedTable, encodeTableRequest, ignoreRefusal, type TableContext } from './buffered-table.js';
import type { OpenTable, TableRequest } from './table.js';
import { directTable, inlineTable } from './whole-table.js';

/** The tables that this driver reads, with the way in which old firmware is asked (ZK communication manual 2006). */
export function tableRequest(name: TableName): TableRequest {
  const { command, fct } = TABLE[name];
  // The direct form of command 9 would ask for one template; fct 5 as its data makes it the users.
  const data = name === 'users' ? { data: Uint8Array.of(fct) } : {};
  return { name, command, fct, ext: 0, direct: { command, ...data } };
}

/**
 * Opens a table for reading: buffered when the firmware can, else the old way. The caller holds the line and must `close`
 * the table.
 * @throws ZK_CLAIM_TOO_LARGE before anything is allocated, ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND…
 */
export async function openTable(context: TableContext): Promise<OpenTable> {
  const { session, reserved, request, signal } = context;
  const direct = session.limits.directRead ? request.direct : null;
  if (direct !== null && !session.limits.bufferedRead) return await directTable(context, direct);
  // A buffer that an earlier client left behind would answer in the place of ours.
  await reserved.request(COMMAND.FREE_DATA, undefined, { signal, operation: 'free' }).catch(ignoreRefusal);
  try {
    const answer = await reserved.request(COMMAND.DATA_WRRQ, encodeTableRequest(request), {
      signal,
      operation: request.name,
    });
    if (answer.command === COMMAND.DATA) return inlineTable(request.name, answer.data);
    // OK without a size says nothing; the old way of asking will tell whether the table is empty.
    if (answer.data.length === 0 && direct !== null) return await directTable(context, direct);
    const { size } = decodeBulkSize(answer.data, request.name, session.limits.maxTableBytes);
    return bufferedTable(context, size);
  } catch (error) {
    if (direct === null || !isRefusal(error)) throw error;
    return await directTable(context, direct);
  }
}

/** The firmware does not know the command, or will not do it. */
export function isRefusal(error: unknown): boolean {
  return isHadirError(error) && (error.code === 'ZK_COMMAND_REFUSED' || error.code === 'ZK_UNSUPPORTED_COMMAND');
}
