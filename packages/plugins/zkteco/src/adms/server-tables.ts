import { createHash } from 'node:crypto';
import { type Clock, isHadirError, type Reading, zoneOf } from '@hadir/sdk';
import { deviceUserReading, textEvidence } from '../readings.js';
import {
  deviceUserFromAdms,
  operationFromOplog,
  punchFromAttlog,
  punchFromRtlog,
  temperatureFrom,
} from '../readings-from-rows.js';
import { parseTextEncoding } from '../wire/text.js';
import { parseAccessUsers, parseRtlog, parseRtstate } from './parse-access.js';
import { parseAttlog } from './parse-attlog.js';
import { type AdmsParseOptions, type AdmsTime, problem, type RowProblem } from './parse-common.js';
import { parseOperlog, startsOperlogRow } from './parse-operlog.js';
import { type AdmsAnswer, taken } from './server-answer.js';
import type { AdmsTerminal } from './server-terminal.js';

/**
 * A row that could not be read goes into the journal as it is (passwords and templates were taken out of it), so that
 * whoever finds out what it means can still count it. Equal rows are one.
 */
export const UNREADABLE_TABLE = 'zkteco.unreadable';

function keptProblem(table: string, { raw, error }: RowProblem): Reading {
  const hash = createHash('sha256').update(raw).digest('hex').slice(0, 32);
  return {
    kind: 'operation',
    key: `x|${table}|${hash}`,
    operation: { table: UNREADABLE_TABLE, code: 0 },
    values: [table, error.code],
    time: { form: 'absent' },
    transport: 'adms',
    raw: textEvidence(raw),
  };
}

/** What came of a group of rows. */
export interface RowsRead {
  readonly readings: readonly Reading[];
  readonly problems: readonly RowProblem[];
  /** All rows of the group, good and bad. */
  readonly rows: number;
  /** Punches at a time that no calendar has. */
  readonly undated: number;
  /** Reason of an alarm that means force, null when there was none. */
  readonly tamper: number | null;
}

export interface TableReader {
  readonly kind: 'rows';
  readonly name: string;
  readonly holdsPunches: boolean;
  /** Whether its stamp is kept and given back at the handshake. */
  readonly stamped: boolean;
  readonly startsRow?: (line: Buffer) => boolean;
  read(bytes: Buffer, terminal: AdmsTerminal, clock: Clock): RowsRead;
  answer(rows: number): AdmsAnswer;
}

export type Table = TableReader | { readonly kind: 'options' | 'ignored' | 'unknown' };

/** Seconds within which a pushed punch counts as told while it happened. */
const LIVE_SECONDS = 120;
const ALARM = 3;
/** Alarm reasons that mean force: 54 door forced, 55 the terminal opened (vendor Attendance PUSH document, appendix 5). */
const TAMPER_REASONS: ReadonlySet<string> = new Set(['54', '55']);

/** Body data, which Hadir does not keep, and tables that say nothing of attendance. */
const IGNORED: ReadonlySet<string> = new Set([
  'attphoto',
  'biodata',
  'biophoto',
  'errorlog',
  'face',
  'facev7',
  'fingertmp',
  'fp',
  'fvein',
  'idcard',
  'postverifydata',
  'templatev10',
  'userpic',
  'workcode',
]);

/** @param tablename names the table of `tabledata` (Security PUSH) */
export function tableOf(name: string, tablename: string | null): Table {
  const lower = name.toLowerCase();
  switch (lower) {
    case 'attlog':
      return ATTLOG;
    case 'operlog':
    case 'userinfo':
    case 'user':
      return OPERLOG;
    case 'rtlog':
      return RTLOG;
    case 'rtstate':
      return RTSTATE;
    case 'tabledata':
      if (tablename?.toLowerCase() === 'user') return ACCESS_USERS;
      return IGNORED.has(tablename?.toLowerCase() ?? '') ? { kind: 'ignored' } : { kind: 'unknown' };
    case 'options':
      return { kind: 'options' };
    default:
      return { kind: IGNORED.has(lower) ? 'ignored' : 'unknown' };
  }
}

function optionsOf(terminal: AdmsTerminal): AdmsParseOptions {
  return {
    encoding: parseTextEncoding(terminal.encoding),
    maxBytes: Number.MAX_SAFE_INTEGER,
    maxRows: Number.MAX_SAFE_INTEGER,
  };
}

const NOTHING: RowsRead = { readings: [], problems: [], rows: 0, undated: 0, tamper: null };

/** A reader may refuse a group as a whole; then that is one problem, and the other groups go on. */
function guarded(table: string, bytes: Buffer, read: () => RowsRead): RowsRead {
  const rows = orRefusal(bytes, read);
  const unread = rows.problems.filter(({ error }) => error.code !== 'ADMS_SIZE_MISMATCH');
  if (unread.length === 0) return rows;
  return { ...rows, readings: [...rows.readings, ...unread.map((each) => keptProblem(table, each))] };
}

function orRefusal(bytes: Buffer, read: () => RowsRead): RowsRead {
  try {
    return read();
  } catch (error) {
    if (!isHadirError(error)) throw error;
    const raw = bytes.subarray(0, 200).toString('latin1');
    return { ...NOTHING, rows: 1, problems: [problem(1, raw, error)] };
  }
}

/** Tells a punch of this minute from one of the terminal's memory. */
function liveness(terminal: AdmsTerminal, clock: Clock): (time: AdmsTime) => boolean {
  const zone = zoneOf(terminal.zone);
  const now = clock.now();
  return ({ wall }) => wall !== null && Math.abs(zone.instantOf(wall) - now) <= LIVE_SECONDS * 1000;
}

/** A temperature belongs to a punch; without one nobody knows whose it is. */
function withTemperature(punch: Reading | null, temperature: Reading | null): readonly Reading[] {
  if (punch === null) return [];
  return temperature === null ? [punch] : [punch, temperature];
}

const ATTLOG: TableReader = {
  kind: 'rows',
  name: 'ATTLOG',
  holdsPunches: true,
  stamped: true,
  answer: taken,
  read: (bytes, terminal, clock) =>
    guarded('ATTLOG', bytes, () => {
      const isLive = liveness(terminal, clock);
      const { rows, problems } = parseAttlog(bytes, optionsOf(terminal));
      return {
        ...NOTHING,
        readings: rows.flatMap((row) => {
          const live = isLive(row.time);
          return withTemperature(punchFromAttlog(row, live), temperatureFrom(row, terminal.temperature, live));
        }),
        problems,
        rows: rows.length + problems.length,
        undated: rows.filter((row) => row.time.wall === null).length,
      };
    }),
};

const OPERLOG: TableReader = {
  kind: 'rows',
  name: 'OPERLOG',
  holdsPunches: false,
  stamped: true,
  startsRow: (line) => startsOperlogRow(line.toString('latin1')),
  answer: taken,
  read: (bytes, terminal) =>
    guarded('OPERLOG', bytes, () => {
      const { rows, problems } = parseOperlog(bytes, optionsOf(terminal));
      const readings = rows.flatMap((row): Reading[] => {
        if (row.type === 'operation') return [operationFromOplog(row)];
        return row.type === 'user' ? [deviceUserFromAdms(row)] : [];
      });
      const alarm = rows.find(
        (row) => row.type === 'operation' && row.operation === ALARM && TAMPER_REASONS.has(row.values[0] ?? ''),
      );
      // A template that was cut on its way is reported beside its row; both are one row for the terminal.
      const cut = problems.filter(({ error }) => error.code === 'ADMS_SIZE_MISMATCH').length;
      return {
        ...NOTHING,
        readings,
        problems,
        rows: rows.length + problems.length - cut,
        tamper: alarm?.type === 'operation' ? Number(alarm.values[0]) : null,
      };
    }),
};

const RTLOG: TableReader = {
  kind: 'rows',
  name: 'rtlog',
  holdsPunches: true,
  stamped: false,
  answer: () => ({ status: 200, body: 'OK' }),
  read: (bytes, terminal, clock) =>
    guarded('rtlog', bytes, () => {
      const isLive = liveness(terminal, clock);
      const { rows, problems } = parseRtlog(bytes, optionsOf(terminal));
      return {
        ...NOTHING,
        readings: rows.flatMap((row) => {
          const live = isLive(row.time);
          return withTemperature(punchFromRtlog(row, live), temperatureFrom(row, terminal.temperature, live));
        }),
        problems,
        rows: rows.length + problems.length,
        undated: rows.filter((row) => row.isPunch && row.time.wall === null).length,
      };
    }),
};

/** Door states. Nobody punched; they are read only to notice what is not a door state. */
const RTSTATE: TableReader = {
  kind: 'rows',
  name: 'rtstate',
  holdsPunches: false,
  stamped: false,
  answer: () => ({ status: 200, body: 'OK' }),
  read: (bytes, terminal) =>
    guarded('rtstate', bytes, () => {
      const { rows, problems } = parseRtstate(bytes, optionsOf(terminal));
      return { ...NOTHING, problems, rows: rows.length + problems.length };
    }),
};

const ACCESS_USERS: TableReader = {
  kind: 'rows',
  name: 'user',
  holdsPunches: false,
  stamped: false,
  answer: (rows) => ({ status: 200, body: `user=${rows}` }),
  read: (bytes, terminal) =>
    guarded('user', bytes, () => {
      const { rows, problems } = parseAccessUsers(bytes, optionsOf(terminal));
      return {
        ...NOTHING,
        readings: rows.map((row) => deviceUserReading({ ...row, transport: 'adms' })),
        problems,
        rows: rows.length + problems.length,
      };
    }),
};
