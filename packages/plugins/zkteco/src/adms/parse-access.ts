import { withoutTemperatureFields } from './health-columns.js';
import {
  type AdmsParseOptions,
  type AdmsTime,
  bodyText,
  isDeviceUserId,
  type ParsedRows,
  parseAdmsTime,
  parseInteger,
  type RowProblem,
  splitRows,
  unreadable,
} from './parse-common.js';
import { type Pairs, parsePairs, pick } from './parse-pairs.js';

// Tables of the Security PUSH protocol 3.x: terminals that run as access controllers (SenseFace, SpeedFace).

/** One row of `rtlog`. */
export interface RtlogRow {
  readonly row: number;
  readonly raw: string;
  /** `0` when the event concerns nobody. */
  readonly deviceUserId: string;
  readonly time: AdmsTime;
  readonly event: number;
  /** 0 in, 1 out, 2 neither. */
  readonly inOut: number | null;
  readonly verify: number | null;
  readonly index: number | null;
  /** Somebody was recognised and let through. Door events, refusals and rows about nobody are not punches. */
  readonly isPunch: boolean;
  /** Body temperature as written; null when not measured. Whoever keeps it deals with health data. */
  readonly temperature: string | null;
  readonly fields: Pairs;
}

/**
 * Events in which a person was verified: openings by card, finger or password and their variants. 6–13 are done by the
 * panel itself, from 20 on people were refused, from 100 on are alarms, from 200 on doors.
 */
const VERIFIED_EVENTS = new Set([0, 1, 2, 3, 4, 5, 14, 15, 16, 17, 18, 19]);

function rows<Row>(
  body: Uint8Array,
  options: AdmsParseOptions,
  parse: (raw: string, row: number) => Row | RowProblem,
): ParsedRows<Row> {
  const good: Row[] = [];
  const problems: RowProblem[] = [];
  for (const [i, raw] of splitRows(bodyText(body, options), options).entries()) {
    const parsed = parse(raw, i + 1);
    if (isProblem(parsed)) problems.push(parsed);
    else good.push(parsed);
  }
  return { rows: good, problems };
}

function isProblem(value: unknown): value is RowProblem {
  return typeof value === 'object' && value !== null && 'error' in value;
}

/** 0 and nothing mean that nobody was measured. */
function statedTemperature(text: string | undefined): string | null {
  return text !== undefined && /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) !== 0 ? text : null;
}

/** @throws ADMS_BODY_TOO_LARGE, ADMS_TOO_MANY_ROWS */
export function parseRtlog(body: Uint8Array, options: AdmsParseOptions = {}): ParsedRows<RtlogRow> {
  return rows(body, options, (line, row) => {
    const { pairs } = parsePairs(line);
    const raw = withoutTemperatureFields(line);
    const deviceUserId = (pick(pairs, 'pin') ?? '').trim();
    const event = parseInteger(pick(pairs, 'event'));
    const time = parseAdmsTime(pick(pairs, 'time') ?? '');
    if (!isDeviceUserId(deviceUserId)) return unreadable('rtlog', row, raw, 'no pin');
    if (event === null) return unreadable('rtlog', row, raw, 'no event');
    if (time === null) return unreadable('rtlog', row, raw, 'no time');
    return {
      row,
      raw: raw.slice(0, 1024),
      deviceUserId,
      time,
      event,
      inOut: parseInteger(pick(pairs, 'inoutstatus')),
      verify: parseInteger(pick(pairs, 'verifytype')),
      index: parseInteger(pick(pairs, 'index')),
      isPunch: deviceUserId !== '0' && VERIFIED_EVENTS.has(event),
      temperature: statedTemperature(pick(pairs, 'temperature')),
      fields: pairs,
    };
  });
}

export interface RtstateRow {
  readonly row: number;
  readonly time: AdmsTime | null;
  readonly fields: Pairs;
}

/** Door states; nobody punched. @throws ADMS_BODY_TOO_LARGE, ADMS_TOO_MANY_ROWS */
export function parseRtstate(body: Uint8Array, options: AdmsParseOptions = {}): ParsedRows<RtstateRow> {
  return rows(body, options, (raw, row) => {
    const { pairs } = parsePairs(raw);
    if (pick(pairs, 'door', 'sensor', 'relay', 'alarm') === undefined) {
      return unreadable('rtstate', row, raw, 'no door state');
    }
    return { row, time: parseAdmsTime(pick(pairs, 'time') ?? ''), fields: pairs };
  });
}

/** One row of `tabledata&tablename=user`. */
export interface AccessUserRow {
  readonly row: number;
  readonly uid: number | null;
  readonly deviceUserId: string;
  readonly name: string;
  readonly privilege: number | null;
  readonly group: number | null;
  readonly hasCard: boolean;
}

/** The answer that the terminal waits for is `user=<rows>`. @throws ADMS_BODY_TOO_LARGE, ADMS_TOO_MANY_ROWS */
export function parseAccessUsers(body: Uint8Array, options: AdmsParseOptions = {}): ParsedRows<AccessUserRow> {
  return rows(body, options, (raw, row) => {
    const { pairs } = parsePairs(raw.replace(/^user[ \t]/, ''));
    const deviceUserId = (pick(pairs, 'pin') ?? '').trim();
    // The password is not read at all, and must not come back in the problem either.
    if (!isDeviceUserId(deviceUserId)) return unreadable('user', row, raw.slice(0, 16), 'no pin');
    return {
      row,
      uid: parseInteger(pick(pairs, 'uid')),
      deviceUserId,
      name: pick(pairs, 'name') ?? '',
      privilege: parseInteger(pick(pairs, 'privilege')),
      group: parseInteger(pick(pairs, 'group')),
      hasCard: !/^0*$/.test(pick(pairs, 'cardno') ?? ''),
    };
  });
}
