import { tryParseWall, type WallTime } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { decodeText, type TextEncoding } from '../wire/text.js';
import {
  DEFAULT_MAX_ANSWER_BYTES,
  parseSoapDocument,
  requireComplete,
  type SoapProblem,
  type SoapRow,
  soapProblem,
} from './parse-document.js';

/** A time as the terminal wrote it; `wall` is null when no calendar has it. */
export interface SoapTime {
  readonly wall: WallTime | null;
  /** `YYYY-MM-DDTHH:MM:SS` where it has that shape, else as written; at most 64 characters. */
  readonly text: string;
}

export interface SoapPunch {
  readonly row: number;
  readonly raw: string;
  readonly deviceUserId: string;
  readonly time: SoapTime;
  readonly verify: number | null;
  readonly state: number | null;
  readonly workCode: string | null;
}

export interface SoapAttlog {
  readonly rows: readonly SoapPunch[];
  readonly problems: readonly SoapProblem[];
  /** False when the line broke before the closing tag: then rows are missing and nothing may be concluded from it. */
  readonly complete: boolean;
  readonly receivedBytes: number;
}

const integer = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;

const TIME_SHAPE = /^[\d\-: T]{8,64}$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;

function soapTime(text: string): SoapTime | null {
  const trimmed = text.trim();
  if (!TIME_SHAPE.test(trimmed)) return null;
  const shape = DATE_AND_TIME.exec(trimmed);
  return { wall: tryParseWall(trimmed), text: shape === null ? trimmed : `${shape[1]}T${shape[2]}` };
}

function punchOf(row: SoapRow): SoapPunch | SoapProblem | null {
  const deviceUserId = row.text('PIN')?.trim();
  const dateTime = row.text('DateTime');
  // Client libraries put a "No data!" row where the terminal sent none.
  if (deviceUserId === undefined && dateTime === undefined) return null;
  if (deviceUserId === undefined || deviceUserId === '' || deviceUserId.length > 64 || /\p{Cc}/u.test(deviceUserId)) {
    return soapProblem(row.row, row.raw, 'no user id');
  }
  const time = soapTime(dateTime ?? '');
  if (time === null) return soapProblem(row.row, row.raw, 'no time');
  return {
    row: row.row,
    raw: row.raw,
    deviceUserId,
    time,
    verify: integer(row.text('Verified')),
    state: integer(row.text('Status')),
    workCode: row.text('WorkCode') ?? null,
  };
}

/**
 * Reads the answer to GetAttLog (Solution X100-C; cobisja/tad-php). An answer without rows does not mean that nobody came:
 * some terminals answer so to a wrong key.
 * @throws as `parseSoapDocument`; not for a cut answer, see `complete`
 */
export function parseSoapAttlog(bytes: Uint8Array, maxBytes = DEFAULT_MAX_ANSWER_BYTES): SoapAttlog {
  const document = parseSoapDocument(bytes, 'GetAttLogResponse', maxBytes);
  const rows: SoapPunch[] = [];
  const problems: SoapProblem[] = [...document.problems];
  for (const row of document.rows) {
    const punch = punchOf(row);
    if (punch === null) continue;
    if ('error' in punch) problems.push(punch);
    else rows.push(punch);
  }
  return { rows, problems, complete: document.complete, receivedBytes: document.receivedBytes };
}

/** The clock of the terminal. @throws as `parseSoapDocument`, SOAP_TRUNCATED, SOAP_ROW_UNREADABLE */
export function parseSoapDate(bytes: Uint8Array): SoapTime {
  const [row] = requireComplete(parseSoapDocument(bytes, 'GetDateResponse')).rows;
  const time = row === undefined ? null : soapTime(`${row.text('Date')?.trim()} ${row.text('Time')?.trim()}`);
  if (time === null) throw zkError('SOAP_ROW_UNREADABLE', { row: 1, reason: 'no date and time' });
  return time;
}

/** A registered user. The answer holds passwords in clear; they are not read. */
export interface SoapUser {
  readonly row: number;
  /** Slot on the device, as text. */
  readonly slot: string;
  /** The number shown to people (`PIN2`), which is also what the log carries. */
  readonly deviceUserId: string;
  readonly name: string;
  readonly nameFallback: boolean;
  readonly privilege: number | null;
  readonly group: number | null;
  readonly hasCard: boolean;
}

export interface SoapUsers {
  readonly rows: readonly SoapUser[];
  readonly problems: readonly SoapProblem[];
}

/** Root elements by which terminals answer the two requests. */
const USER_ROOTS = ['GetAllUserInfoResponse', 'GetUserInfoResponse'] as const;

/** @throws as `parseSoapDocument`, SOAP_TRUNCATED */
export function parseSoapUsers(bytes: Uint8Array, encoding: TextEncoding = 'utf-8'): SoapUsers {
  const head = Buffer.from(bytes.subarray(0, 8192)).toString('latin1');
  const root = USER_ROOTS.find((name) => head.includes(`<${name}`)) ?? USER_ROOTS[0];
  const document = requireComplete(parseSoapDocument(bytes, root));
  const rows: SoapUser[] = [];
  const problems: SoapProblem[] = [...document.problems];
  for (const row of document.rows) {
    const slot = row.text('PIN')?.trim() ?? '';
    const deviceUserId = row.text('PIN2')?.trim() || slot;
    if (deviceUserId === '' || deviceUserId.length > 64) {
      problems.push(soapProblem(row.row, row.raw, 'no user id'));
      continue;
    }
    const name = decodeText(Buffer.from(row.text('Name') ?? '', 'latin1'), encoding);
    rows.push({
      row: row.row,
      slot,
      deviceUserId,
      name: name.text,
      nameFallback: name.fallback,
      privilege: integer(row.text('Privilege')),
      group: integer(row.text('Group')),
      hasCard: !/^0*$/.test(row.text('Card')?.trim() ?? ''),
    });
  }
  return { rows, problems };
}
