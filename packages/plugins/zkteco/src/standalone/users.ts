import { zkError } from '../errors.js';
import { putU16 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import type { TextEncoding } from '../wire/text.js';
import { encodeUser, type UserRecord, type UserRecordSize } from '../wire/user-record.js';
import { statedCounts } from './counts.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';
import { readUserTable, type UserTable } from './user-table.js';

export interface UserOptions {
  /** How names are written on the terminal. Default utf-8. */
  readonly encoding?: TextEncoding;
  readonly signal?: AbortSignal;
}

/** What is to be true of one user; what is left out stays as it is on the terminal. */
export interface UserChange {
  readonly deviceUserId: string;
  readonly name: string;
  /** 0 user, 2 enroller, 6 manager, 14 super admin. */
  readonly privilege?: number;
  readonly card?: number;
}

const LAST_SLOT = 65_535;

/** All users. @throws as `readAttendance` */
export async function readUsers(session: StandaloneSession, options: UserOptions = {}): Promise<UserTable> {
  return await withUsers(session, options, (_reserved, table) => Promise.resolve(table));
}

/**
 * Creates the user, or changes the one with that number: the same order twice leaves the same user. A new one gets the
 * lowest free slot and no password.
 * @returns the slot
 * @throws ZK_NO_FREE_SLOT, ZK_VALUE_OUT_OF_RANGE, ZK_COMMAND_REFUSED, and as `readUsers`
 */
export async function putUser(
  session: StandaloneSession,
  change: UserChange,
  options: UserOptions = {},
): Promise<{ readonly uid: number; readonly created: boolean }> {
  return await withUsers(session, options, async (reserved, table) => {
    const known = table.users.find((user) => user.deviceUserId === change.deviceUserId);
    const user: UserRecord = {
      ...(known ?? newUser(lowestFreeSlot(table.users))),
      deviceUserId: change.deviceUserId,
      name: change.name,
      ...(change.privilege === undefined ? {} : { privilege: change.privilege }),
      ...(change.card === undefined ? {} : { card: change.card }),
    };
    // The form the terminal itself uses; an empty one shows none, and TCP-class firmware has the larger.
    const size: UserRecordSize = table.recordBytes ?? (session.transport === 'tcp' ? 72 : 28);
    await order(reserved, COMMAND.USER_WRQ, encodeUser(user, size, options.encoding), options.signal);
    return { uid: user.uid, created: known === undefined };
  });
}

/** @returns false when there is no such user, so that the order can be repeated. @throws ZK_COMMAND_REFUSED, and as `readUsers` */
export async function deleteUser(
  session: StandaloneSession,
  deviceUserId: string,
  options: UserOptions = {},
): Promise<boolean> {
  return await withUsers(session, options, async (reserved, table) => {
    const known = table.users.find((user) => user.deviceUserId === deviceUserId);
    if (known === undefined) return false;
    const data = new Uint8Array(2);
    putU16(data, 0, known.uid);
    await order(reserved, COMMAND.DELETE_USER, data, options.signal);
    return true;
  });
}

/** Reads the users and goes on with the same line, so that nobody else changes them in between. */
async function withUsers<T>(
  session: StandaloneSession,
  options: UserOptions,
  work: (reserved: ReservedLine, table: UserTable) => Promise<T>,
): Promise<T> {
  const { signal, encoding } = options;
  const reserved = await session.reserve('users', signal);
  try {
    const count = (await statedCounts(reserved, signal))?.users ?? null;
    const table = await readUserTable(session, reserved, {
      count,
      signal,
      ...(encoding === undefined ? {} : { encoding }),
    });
    return await work(reserved, table);
  } finally {
    reserved.release();
  }
}

/** An order, and the refresh without which the terminal does not show its effect (1013). */
async function order(
  reserved: ReservedLine,
  command: number,
  data: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  await reserved.request(command, data, { signal, operation: 'users' });
  await reserved.request(COMMAND.REFRESHDATA, undefined, { signal, operation: 'users' });
}

function lowestFreeSlot(users: readonly UserRecord[]): number {
  const taken = new Set(users.map((user) => user.uid));
  for (let uid = 1; uid <= LAST_SLOT; uid++) if (!taken.has(uid)) return uid;
  throw zkError('ZK_NO_FREE_SLOT', { count: users.length });
}

function newUser(uid: number): UserRecord {
  return {
    uid,
    deviceUserId: '',
    name: '',
    nameFallback: false,
    privilege: 0,
    disabled: false,
    password: '',
    card: 0,
    group: 1,
    ownTimezones: false,
    timezones: [],
  };
}
