import type { HadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';

/** One `<Row>` of an answer. */
export interface SoapRow {
  /** From 1. */
  readonly row: number;
  /** The row as it came, cut at 1,024 characters. */
  readonly raw: string;
  /** Text of a child element with its entities resolved, bytes as latin1; undefined when there is none. */
  text(tag: string): string | undefined;
}

export interface SoapProblem {
  readonly row: number;
  readonly raw: string;
  readonly error: HadirError;
}

export interface SoapDocument {
  readonly rows: readonly SoapRow[];
  readonly problems: readonly SoapProblem[];
  /** The closing tag of the root came. Without it rows are missing, however good those before look. */
  readonly complete: boolean;
  readonly receivedBytes: number;
}

export const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_ROW_CHARS = 4096;
const MAX_RAW_CHARS = 1024;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hexadecimal), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Text between `<tag …>` and `</tag>`; a tag closed in itself is empty text. */
function childText(row: string, tag: string): string | undefined {
  const open = row.search(new RegExp(`<${tag}[\\s/>]`));
  if (open < 0) return undefined;
  const openEnd = row.indexOf('>', open);
  if (openEnd < 0) return undefined;
  if (row[openEnd - 1] === '/') return '';
  const close = row.indexOf(`</${tag}>`, openEnd);
  return close < 0 ? undefined : unescapeXml(row.slice(openEnd + 1, close));
}

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/;

/** The text after the HTTP head, if there is one. @throws SOAP_HTTP_STATUS */
function withoutHead(text: string): string {
  const status = STATUS_LINE.exec(text)?.[1];
  if (status === undefined) return text;
  if (!status.startsWith('2')) throw zkError('SOAP_HTTP_STATUS', { statusCode: Number(status) });
  const end = /\r?\n\r?\n/.exec(text.slice(0, 64 * 1024));
  return end === null ? '' : text.slice(end.index + end[0].length);
}

function refusal(body: string, root: string): HadirError {
  if (/invalid\s*com\s*key/i.test(body.slice(0, 4096))) return zkError('SOAP_KEY_WRONG');
  const rest = body.slice(0, 64 * 1024);
  if (/<\/(?:PIN|Row)>/.test(rest) && !/<Row[\s>]/.test(rest)) return zkError('SOAP_TAGS_STRIPPED');
  const sample = rest.slice(0, 80).replaceAll(/\s+/g, ' ');
  return zkError('SOAP_NOT_THIS_SERVICE', { expected: root, sample });
}

/**
 * Scans an answer for rows without being an XML parser: these boxes send undeclared prefixes, wrong encodings and blank
 * lines, and a strict parser would refuse them all.
 * @param root name of the answer's root element, e.g. `GetAttLogResponse`
 * @throws SOAP_TOO_LARGE, SOAP_HTTP_STATUS, SOAP_KEY_WRONG, SOAP_TAGS_STRIPPED, SOAP_NOT_THIS_SERVICE, and SOAP_TRUNCATED
 *   when not even the root began; a bad row is a problem beside the good ones
 */
export function parseSoapDocument(bytes: Uint8Array, root: string, maxBytes = DEFAULT_MAX_ANSWER_BYTES): SoapDocument {
  const receivedBytes = bytes.length;
  if (receivedBytes > maxBytes) throw zkError('SOAP_TOO_LARGE', { received: receivedBytes, limit: maxBytes });
  const body = withoutHead(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  const opened = body.search(new RegExp(`<${root}[\\s/>]`));
  if (opened < 0) {
    if (body.trim() === '' || `<${root}`.startsWith(body.trim())) {
      throw zkError('SOAP_TRUNCATED', { received: receivedBytes, rows: 0 });
    }
    throw refusal(body, root);
  }
  const headEnd = body.indexOf('>', opened);
  if (headEnd >= 0 && body[headEnd - 1] === '/') return { rows: [], problems: [], complete: true, receivedBytes };
  const closed = body.indexOf(`</${root}>`, opened);
  const content = closed < 0 ? body.slice(headEnd + 1) : body.slice(headEnd + 1, closed);
  return { ...scanRows(content), complete: closed >= 0, receivedBytes };
}

const NONE = Number.POSITIVE_INFINITY;

function scanRows(content: string): Pick<SoapDocument, 'rows' | 'problems'> {
  const rows: SoapRow[] = [];
  const problems: SoapProblem[] = [];
  let at = content.indexOf('<Row');
  let close = -1;
  for (let row = 1; at >= 0; row++) {
    const next = content.indexOf('<Row', at + 4);
    // Searched again only when passed, so that an answer without any closing tag is not searched once a row.
    if (close !== NONE && close < at) close = content.indexOf('</Row>', at);
    if (close < 0) close = NONE;
    const whole = close !== NONE && (next < 0 || close < next);
    // A row cut by the end of the answer is not a problem of its own: `complete` tells it.
    if (!whole && next < 0) break;
    const text = content.slice(at, whole ? close + 6 : next);
    if (!whole) problems.push(soapProblem(row, text, 'row is not closed'));
    else if (text.length > MAX_ROW_CHARS) problems.push(soapProblem(row, text, 'row is too long'));
    else rows.push({ row, raw: text.slice(0, MAX_RAW_CHARS), text: (tag) => childText(text, tag) });
    at = next;
  }
  return { rows, problems };
}

/** The error is made when asked for; a hostile answer may hold a great many bad rows. */
export function soapProblem(row: number, raw: string, reason: string): SoapProblem {
  let made: HadirError | undefined;
  return {
    row,
    raw: raw.slice(0, MAX_RAW_CHARS).replaceAll(/(<Password>)[^<]*/gi, '$1…'),
    get error() {
      made ??= zkError('SOAP_ROW_UNREADABLE', { row, reason });
      return made;
    },
  };
}

/** @throws SOAP_TRUNCATED unless the whole answer came */
export function requireComplete<
  Answer extends { readonly complete: boolean; readonly receivedBytes: number; readonly rows: readonly unknown[] },
>(answer: Answer): Answer {
  if (answer.complete) return answer;
  throw zkError('SOAP_TRUNCATED', { received: answer.receivedBytes, rows: answer.rows.length });
}
