import { type HadirError, tryParseWall, type WallTime } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { decodeText, type TextEncoding } from '../wire/text.js';

/** A time as the terminal wrote it. */
export interface AdmsTime {
  /** Null when no calendar has it (`1971--10--29 -23:-27:-54` from a clock that was never set). */
  readonly wall: WallTime | null;
  /** `YYYY-MM-DDTHH:MM:SS` where it has that shape, else as written; at most 64 characters. */
  readonly text: string;
}

/** A row that could not be read, beside the good ones. */
export interface RowProblem {
  /** Number of the row in the body, from 1. */
  readonly row: number;
  /** The row as it came, cut at 1,024 characters. */
  readonly raw: string;
  readonly error: HadirError;
}

export interface ParsedRows<Row> {
  readonly rows: readonly Row[];
  readonly problems: readonly RowProblem[];
}

export interface AdmsParseOptions {
  /** What names are written in; times and numbers are ASCII in all of them. Default UTF-8, Chinese firmware uses GBK. */
  readonly encoding?: TextEncoding;
  /** Default 16 MiB; more is refused as a whole. */
  readonly maxBytes?: number;
  /** Default 200,000. */
  readonly maxRows?: number;
}

export const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;
const DEFAULT_MAX_ROWS = 200_000;
const MAX_PROBLEM_CHARS = 1024;
const MAX_TIME_CHARS = 64;

/** @throws ADMS_BODY_TOO_LARGE */
export function bodyText(bytes: Uint8Array, options: AdmsParseOptions): string {
  const limit = options.maxBytes ?? DEFAULT_MAX_BODY_BYTES;
  if (bytes.length > limit) throw zkError('ADMS_BODY_TOO_LARGE', { size: bytes.length, limit });
  // Control characters divide rows here, so the text must keep them; NUL would end the text for `decodeText`.
  const encoding = options.encoding ?? 'utf-8';
  const lines: string[] = [];
  for (let at = 0; at <= bytes.length; ) {
    const lf = bytes.indexOf(0x0a, at);
    const end = lf < 0 ? bytes.length : lf;
    lines.push(lineText(bytes.subarray(at, end), encoding));
    at = end + 1;
  }
  return lines.join('\n');
}

/** One line: read in the wanted encoding, or byte by byte when it is not valid in it, so that one bad name harms one row. */
function lineText(line: Uint8Array, encoding: TextEncoding): string {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength)
    .toString('latin1')
    .split('\t')
    .map((field) => (isAscii(field) ? field : decodeText(Buffer.from(field, 'latin1'), encoding).text))
    .join('\t');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7e) return false;
  return true;
}

/** Rows without line ends, empty ones left out. @throws ADMS_TOO_MANY_ROWS */
export function splitRows(text: string, options: AdmsParseOptions): readonly string[] {
  const limit = options.maxRows ?? DEFAULT_MAX_ROWS;
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    const row = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (row.trim() === '') continue;
    if (rows.length >= limit) throw zkError('ADMS_TOO_MANY_ROWS', { limit });
    rows.push(row);
  }
  return rows;
}

/** An error given as a function is made when asked for: a hostile body may hold a hundred thousand bad rows, and errors are dear to make. */
export function problem(row: number, raw: string, error: HadirError | (() => HadirError)): RowProblem {
  let made = typeof error === 'function' ? undefined : error;
  return {
    row,
    raw: raw.slice(0, MAX_PROBLEM_CHARS),
    get error() {
      made ??= (error as () => HadirError)();
      return made;
    },
  };
}

export function unreadable(table: string, row: number, raw: string, reason: string): RowProblem {
  return problem(row, raw, () => zkError('ADMS_ROW_UNREADABLE', { table, row, reason }));
}

/** Looks like a time at all: digits and the signs between them, also those of a clock that was never set. */
const TIME_SHAPE = /^[\d\-: T]{8,64}$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/;

/** Null when the text is no time of any kind. */
export function parseAdmsTime(text: string): AdmsTime | null {
  const trimmed = text.trim();
  if (!TIME_SHAPE.test(trimmed)) return null;
  const shape = DATE_AND_TIME.exec(trimmed);
  const normal = shape === null ? trimmed.slice(0, MAX_TIME_CHARS) : `${shape[1]}T${shape[2]}`;
  return { wall: tryParseWall(trimmed), text: normal };
}

/** A whole number as terminals write it; null for anything else, also for an empty field. */
export function parseInteger(text: string | undefined): number | null {
  if (text === undefined || !/^-?\d{1,10}$/.test(text.trim())) return null;
  return Number(text.trim());
}

/** The person's number: printable, not empty, at most 64 characters. Text: `0701` and `5_4968` occur. */
export function isDeviceUserId(text: string): boolean {
  return text.length > 0 && text.length <= 64 && !/[\p{Cc}\p{Cs}]/u.test(text);
}
