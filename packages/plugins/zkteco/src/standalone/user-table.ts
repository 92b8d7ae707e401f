import { zkError } from '../errors.js';
import { tableRecords } from '../wire/bulk.js';
import type { TextEncoding } from '../wire/text.js';
import { chooseUserRecordSize, decodeUser, type UserRecord, type UserRecordSize } from '../wire/user-record.js';
import { openTable, tableRequest } from './bulk.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';

/** 65,535 slots of 72 bytes and some room. */
const MAX_USER_TABLE_BYTES = 8 * 1024 * 1024;

export interface UserTable {
  readonly users: readonly UserRecord[];
  /** Null when the table is empty: then nothing shows which form the terminal wants. */
  readonly recordBytes: UserRecordSize | null;
}

/** Reads all users over a line that the caller holds. @throws as `readAttendance` */
export async function readUserTable(
  session: StandaloneSession,
  reserved: ReservedLine,
  options: {
    readonly count: number | null;
    readonly encoding?: TextEncoding;
    readonly signal: AbortSignal | undefined;
  },
): Promise<UserTable> {
  const table = await openTable({ session, reserved, request: tableRequest('users'), signal: options.signal });
  try {
    const { totalBytes } = table;
    if (totalBytes > MAX_USER_TABLE_BYTES) {
      throw zkError('ZK_CLAIM_TOO_LARGE', { claimed: totalBytes, limit: MAX_USER_TABLE_BYTES, table: table.name });
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of table.read(0)) pieces.push(piece);
    const records = totalBytes === 0 ? new Uint8Array(0) : tableRecords(Buffer.concat(pieces), table.name);
    if (records.length === 0) return { users: [], recordBytes: null };
    const recordBytes = chooseUserRecordSize(records, options.count);
    const users: UserRecord[] = [];
    for (let at = 0; at + recordBytes <= records.length; at += recordBytes) {
      users.push(decodeUser(records.subarray(at, at + recordBytes), options.encoding));
    }
    if (users.length * recordBytes !== records.length) {
      throw zkError('ZK_TRANSFER_MISMATCH', {
        table: table.name,
        announced: records.length,
        stated: users.length * recordBytes,
      });
    }
    return { users, recordBytes };
  } finally {
    await table.close();
  }
}
