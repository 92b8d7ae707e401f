import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type Clock, instant, wallToFields, zoneOf } from '@hadir/sdk';
import { putU16, putU32 } from '../wire/bytes.js';
import { encodePackedTime, packedTimeFields } from '../wire/packed-time.js';
import type { UserRecord } from '../wire/user-record.js';
import { oldPunch } from './terminal-backlog.js';
import type { TerminalOptions, TerminalPunch } from './terminal-options.js';
import { putRecord } from './terminal-records.js';

/** What a terminal keeps when it is switched off: people, punches, operations, how wrong its clock is. */
export interface TerminalMemory {
  readonly recordBytes: NonNullable<TerminalOptions['recordBytes']>;
  readonly users: ReadonlyMap<number, UserRecord>;
  readonly recordCount: number;
  readonly operationCount: number;
  punchAt(index: number): TerminalPunch;
  slotOf(deviceUserId: string): number;
  /** The attendance table as it goes over the wire: length word and records. */
  attendanceTable(): Uint8Array;
  operationTable(): Uint8Array;
  addPunch(punch: TerminalPunch): void;
  /** Puts a punch before others, as a USB import does. */
  insertPunch(index: number, punch: TerminalPunch): void;
  /** Drops the oldest punches, as a full memory does. */
  dropOldest(count: number): void;
  clearPunches(): void;
  putUser(user: UserRecord): void;
  deleteUser(uid: number): void;
  addOperation(operation: number, params?: readonly number[]): void;
  /** Its own wall clock. */
  nowRaw(): number;
  setNowRaw(raw: number): void;
}

type Note =
  | { readonly born: { readonly firstDayMs: number; readonly records: number; readonly users: number } }
  | { readonly punch: TerminalPunch }
  | { readonly insert: TerminalPunch; readonly index: number }
  | { readonly dropped: number }
  | { readonly cleared: true }
  | { readonly user: UserRecord }
  | { readonly deletedUser: number }
  | { readonly driftMs: number }
  | { readonly operation: readonly number[] };

const DAY_MS = 86_400_000;
const OPERATION_BYTES = 16;
const OPERATION_CLEAR_LOG = 5;

export function createTerminalMemory(options: TerminalOptions, clock: Clock): TerminalMemory {
  const recordBytes = options.recordBytes ?? 40;
  const zone = zoneOf(options.zone ?? 'Asia/Jakarta');
  const users = new Map<number, UserRecord>();
  const slots = new Map<string, number>();
  let punches: TerminalPunch[] = [];
  const operations: Uint8Array[] = [];
  let driftMs = options.driftMs ?? 0;
  /** The records as they go over the wire; a log is asked for far more often than it changes. */
  let encoded = new Uint8Array(0);
  let encodedRecords = 0;

  function note(entry: Note): void {
    if (options.logFile !== undefined) appendFileSync(options.logFile, `${JSON.stringify(entry)}\n`);
  }

  function remember(entry: Note): void {
    if ('born' in entry) {
      const { users: people, records, firstDayMs } = entry.born;
      for (let uid = 1; uid <= people; uid++) setUser(person(uid));
      for (let i = 0; i < records; i++) punches.push(oldPunch(i, people, firstDayMs));
    } else if ('punch' in entry) punches.push(entry.punch);
    else if ('insert' in entry) punches.splice(entry.index, 0, entry.insert);
    else if ('dropped' in entry) punches.splice(0, entry.dropped);
    else if ('cleared' in entry) punches = [];
    else if ('user' in entry) setUser(entry.user);
    else if ('deletedUser' in entry) dropUser(entry.deletedUser);
    else if ('driftMs' in entry) driftMs = entry.driftMs;
    else operations.push(Uint8Array.from(entry.operation));
  }

  function act(entry: Note): void {
    remember(entry);
    note(entry);
    // Whatever is not an addition at the end changes records that were written already.
    if ('punch' in entry || 'driftMs' in entry || 'operation' in entry) return;
    encoded = new Uint8Array(0);
    encodedRecords = 0;
  }

  function setUser(user: UserRecord): void {
    dropUser(user.uid);
    users.set(user.uid, user);
    slots.set(user.deviceUserId, user.uid);
  }

  function dropUser(uid: number): void {
    const known = users.get(uid);
    if (known !== undefined) slots.delete(known.deviceUserId);
    users.delete(uid);
  }

  function nowRaw(): number {
    return encodePackedTime(wallToFields(zone.wallOf(instant(clock.now() + driftMs))));
  }

  const slotOf = (deviceUserId: string): number => slots.get(deviceUserId) ?? 0;

  const kept =
    options.logFile !== undefined && existsSync(options.logFile) ? readFileSync(options.logFile, 'utf8') : '';
  // A line that was cut when the process was killed was never answered for; the file goes on after it.
  for (const line of kept.split('\n')) if (line.endsWith('}')) remember(JSON.parse(line) as Note);
  if (kept !== '' && !kept.endsWith('\n') && options.logFile !== undefined) appendFileSync(options.logFile, '\n');
  if (kept === '') {
    const people = options.users ?? 40;
    const records = options.records ?? 0;
    const days = Math.ceil(records / Math.max(1, people * 2));
    const firstDayMs = Math.floor(clock.now() / DAY_MS) * DAY_MS - days * DAY_MS;
    act({ born: { firstDayMs, records, users: people } });
    note({ driftMs });
  }

  return {
    recordBytes,
    users,
    get recordCount() {
      return punches.length;
    },
    get operationCount() {
      return operations.length;
    },
    punchAt(index) {
      const punch = punches[index];
      if (punch === undefined) throw new RangeError(`no punch ${index}`);
      return punch;
    },
    slotOf,
    attendanceTable() {
      const bytes = punches.length * recordBytes;
      if (encoded.length < bytes) {
        const grown = new Uint8Array(Math.max(bytes, encoded.length * 2));
        grown.set(encoded.subarray(0, encodedRecords * recordBytes));
        encoded = grown;
      }
      for (; encodedRecords < punches.length; encodedRecords++) {
        const punch = punches[encodedRecords] as TerminalPunch;
        putRecord(encoded, encodedRecords * recordBytes, recordBytes, punch, slotOf(punch.deviceUserId));
      }
      const table = new Uint8Array(4 + bytes);
      putU32(table, 0, bytes);
      table.set(encoded.subarray(0, bytes), 4);
      return table;
    },
    operationTable() {
      const table = new Uint8Array(4 + operations.length * OPERATION_BYTES);
      putU32(table, 0, table.length - 4);
      operations.forEach((operation, i) => {
        table.set(operation, 4 + i * OPERATION_BYTES);
      });
      return table;
    },
    addPunch: (punch) => act({ punch }),
    insertPunch: (index, punch) => act({ insert: punch, index }),
    dropOldest: (count) => act({ dropped: count }),
    clearPunches() {
      act({ cleared: true });
      this.addOperation(OPERATION_CLEAR_LOG);
    },
    putUser: (user) => act({ user }),
    deleteUser: (uid) => act({ deletedUser: uid }),
    addOperation(operation, params = []) {
      const record = new Uint8Array(OPERATION_BYTES);
      record[2] = operation;
      putU32(record, 4, nowRaw());
      params.slice(0, 4).forEach((value, i) => {
        putU16(record, 8 + 2 * i, value);
      });
      act({ operation: [...record] });
    },
    nowRaw,
    setNowRaw(raw) {
      const { year, month, day, hour, minute, second } = packedTimeFields(raw);
      const two = (n: number): string => String(n).padStart(2, '0');
      const wall = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
      act({ driftMs: zone.instantOf(wall as Parameters<typeof zone.instantOf>[0]) - clock.now() });
    },
  };
}

function person(uid: number): UserRecord {
  return {
    uid,
    deviceUserId: String(1000 + uid),
    name: `Pegawai ${uid}`,
    nameFallback: false,
    privilege: uid === 1 ? 14 : 0,
    disabled: false,
    password: '',
    card: 0,
    group: 1,
    ownTimezones: false,
    timezones: [],
  };
}
