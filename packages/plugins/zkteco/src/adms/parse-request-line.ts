import { zkError } from '../errors.js';
import type { Pairs } from './parse-pairs.js';

export interface AdmsRequestLine {
  readonly method: 'GET' | 'POST';
  /** `cdata`, `getrequest`, `devicecmd`, …, lower case, without `.aspx`. */
  readonly endpoint: string;
  readonly query: Pairs;
}

const MAX_LINE_CHARS = 8192;
const LINE = /^(GET|POST) \/(?:[\w-]{1,128}\/)?iclock\/(\w{1,32})(?:\.aspx)?(?:\?(\S*))?(?: HTTP\/1\.[01])?$/i;

/** Reads `GET /iclock/cdata?SN=…` with or without the HTTP version. @throws ADMS_REQUEST_LINE */
export function parseRequestLine(line: string): AdmsRequestLine {
  const match = line.length > MAX_LINE_CHARS ? null : LINE.exec(line.trim());
  if (match === null) throw zkError('ADMS_REQUEST_LINE', { line: line.slice(0, 120) });
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  // INFO holds "Ver 2.0.12"; some firmware leaves blanks as `+` or `%20`, none sends a `+` of its own.
  for (const [key, value] of new URLSearchParams(match[3] ?? '')) query[key] ??= value;
  return {
    method: match[1]?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    endpoint: (match[2] ?? '').toLowerCase(),
    query,
  };
}

/** What a terminal says of itself with each poll: `INFO=firmware,users,fingerprints,logs,ip,…`. */
export interface PollInfo {
  readonly firmware: string;
  readonly users: number | null;
  readonly fingerprints: number | null;
  readonly records: number | null;
  readonly ip: string | null;
  readonly fingerprintVersion: number | null;
  readonly faceVersion: number | null;
  readonly facesNeeded: number | null;
  readonly faces: number | null;
  /** One digit per function: fingerprint, face, user photo, compare photo, visible-light face. */
  readonly functions: string | null;
}

/** Columns of the vendor Attendance PUSH document, section on polling; firmware may leave out the last ones. */
export function parsePollInfo(info: string): PollInfo {
  const c = info.slice(0, 1024).split(',');
  const number = (i: number): number | null => (/^\d{1,9}$/.test(c[i] ?? '') ? Number(c[i]) : null);
  return {
    firmware: c[0] ?? '',
    users: number(1),
    fingerprints: number(2),
    records: number(3),
    ip: c[4] || null,
    fingerprintVersion: number(5),
    faceVersion: number(6),
    facesNeeded: number(7),
    faces: number(8),
    functions: c[9] || null,
  };
}
