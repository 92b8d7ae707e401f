import { zkError } from '../errors.js';
import { withoutAttlogTemperature, withoutTemperatureFields } from './health-columns.js';
import {
  type AdmsParseOptions,
  type AdmsTime,
  bodyText,
  isDeviceUserId,
  type ParsedRows,
  parseAdmsTime,
  parseInteger,
  problem,
  type RowProblem,
  splitRows,
  unreadable,
} from './parse-common.js';
import { parseLoosePairs, pick } from './parse-pairs.js';

/** One punch of table ATTLOG. */
export interface AttlogRow {
  readonly row: number;
  /** The row as it came, temperatures struck out. */
  readonly raw: string;
  readonly deviceUserId: string;
  readonly time: AdmsTime;
  /** Null when the column is missing or no number. */
  readonly state: number | null;
  readonly verify: number | null;
  /** As written, null when the column is missing. */
  readonly workCode: string | null;
  /** Seconds east of UTC, when the terminal states them (protocol 2.4.2). */
  readonly utcOffsetSeconds: number | null;
  readonly maskFlag: number | null;
  /** Body temperature as written; null when not measured. Whoever keeps it deals with health data. */
  readonly temperature: string | null;
  /** The row only checked an identity card; nobody punched. */
  readonly identityCheck: boolean;
  /** All columns as they came, temperatures included. */
  readonly columns: readonly string[];
  readonly separator: 'tab' | 'space' | 'tagged';
}

const TABLE = 'ATTLOG';
/** The longest known row has twelve columns, the last of them base64 JSON with a GPS position. */
const MAX_ROW_CHARS = 4096;

/** Columns 8–10 hold mask and temperature only on some firmware; others put a record number there. */
function healthColumns(c: readonly string[]): Pick<AttlogRow, 'maskFlag' | 'temperature'> {
  const [mask, temperature] = [c[7], c[8]];
  const isMask = mask === '0' || mask === '1';
  const isTemperature = temperature !== undefined && /^(\d{1,3}(\.\d{1,2})?)?$/.test(temperature);
  if (!isMask || !isTemperature) return { maskFlag: null, temperature: null };
  return { maskFlag: Number(mask), temperature: temperature === '' || Number(temperature) === 0 ? null : temperature };
}

const MAX_OFFSET_SECONDS = 64_800;

/** Column 11 of the twelve-column form: `+28800` seconds. */
function offsetColumn(c: readonly string[]): number | null {
  if (c.length < 12 || !/^[+-]\d{1,5}$/.test(c[10] ?? '')) return null;
  const seconds = Number(c[10]);
  return Math.abs(seconds) <= MAX_OFFSET_SECONDS ? seconds : null;
}

/** Nine columns with a card number in the eighth: the ninth is 1 for a mere identity check. */
const isIdentityCheck = (c: readonly string[]): boolean => c.length === 9 && (c[7] ?? '').length >= 6 && c[8] === '1';

const SPACE_FORM = /^(\S+) +(\d{4}-\d{2}-\d{2}) +(\d{2}:\d{2}:\d{2})(?: +(.*))?$/;

interface Columns {
  readonly columns: readonly string[];
  readonly separator: AttlogRow['separator'];
}

/** `PIN=… DateTime=… Verified=… Status=…` of old documents. */
function taggedColumns(line: string): readonly string[] | null {
  const { pairs } = parseLoosePairs(line);
  const pin = pick(pairs, 'PIN', 'Pin');
  const time = pick(pairs, 'DateTime', 'Time');
  if (pin === undefined || time === undefined) return null;
  return [
    pin,
    time,
    pick(pairs, 'Status') ?? '',
    pick(pairs, 'Verified', 'Verify') ?? '',
    pick(pairs, 'WorkCode') ?? '',
  ];
}

function columnsOf(row: string): Columns | null {
  const tagged = /^ATTLOG[ \t]/.test(row);
  const line = tagged ? row.slice(TABLE.length + 1) : row;
  if (/^PIN=/i.test(line)) {
    const columns = taggedColumns(line);
    return columns === null ? null : { columns, separator: 'tagged' };
  }
  if (line.includes('\t')) return { columns: line.split('\t'), separator: tagged ? 'tagged' : 'tab' };
  // Printed in documents; devices use TAB.
  const spaced = SPACE_FORM.exec(line);
  if (spaced === null) return null;
  const rest = (spaced[4] ?? '').split(' ').filter((part) => part !== '');
  return { columns: [spaced[1] ?? '', `${spaced[2]} ${spaced[3]}`, ...rest], separator: 'space' };
}

/** What may be kept of a row; of one that cannot be read, every field that looks like a temperature goes. */
function keptText(raw: string, health: Pick<AttlogRow, 'maskFlag'> | null): string {
  return withoutTemperatureFields(withoutAttlogTemperature(raw, health === null || health.maskFlag !== null));
}

function parseRow(raw: string, row: number): AttlogRow | RowProblem {
  if (raw.length > MAX_ROW_CHARS) {
    const details = { table: TABLE, row, size: raw.length, limit: MAX_ROW_CHARS };
    const kept = keptText(raw.slice(0, MAX_ROW_CHARS), null);
    return problem(row, kept, () => zkError('ADMS_ROW_TOO_LONG', details));
  }
  const found = columnsOf(raw);
  if (found === null) return unreadable(TABLE, row, keptText(raw, null), 'needs two columns or more');
  const { columns: c, separator } = found;
  const deviceUserId = (c[0] ?? '').trim();
  if (!isDeviceUserId(deviceUserId)) return unreadable(TABLE, row, keptText(raw, null), 'no user id');
  const time = parseAdmsTime(c[1] ?? '');
  if (time === null) return unreadable(TABLE, row, keptText(raw, null), 'no time');
  const health = healthColumns(c);
  return {
    row,
    raw: keptText(raw, health),
    deviceUserId,
    time,
    state: parseInteger(c[2]),
    verify: parseInteger(c[3]),
    workCode: c[4] ?? null,
    utcOffsetSeconds: offsetColumn(c),
    ...health,
    identityCheck: isIdentityCheck(c),
    columns: c,
    separator,
  };
}

/**
 * Reads a body of table ATTLOG in any of its column variants (vendor Attendance PUSH documents 2.0.1–2.4.2, captures of
 * public servers). Meaning is by position: Pin, Time, Status, Verify, Workcode.
 * @throws ADMS_BODY_TOO_LARGE, ADMS_TOO_MANY_ROWS; a bad row is a problem beside the good ones
 */
export function parseAttlog(body: Uint8Array, options: AdmsParseOptions = {}): ParsedRows<AttlogRow> {
  const rows: AttlogRow[] = [];
  const problems: RowProblem[] = [];
  for (const [i, raw] of splitRows(bodyText(body, options), options).entries()) {
    const parsed = parseRow(raw, i + 1);
    if ('error' in parsed) problems.push(parsed);
    else rows.push(parsed);
  }
  return { rows, problems };
}
