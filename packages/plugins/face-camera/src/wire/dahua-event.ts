import { faceError } from '../errors.js';
import { integerOf, isObject, type JsonObject, parseJson, textOf } from './json.js';

/** One record of somebody at a door, live or from the log. */
export interface DahuaAccess {
  readonly kind: 'access';
  readonly userId: string | null;
  /** As the terminal numbers it; null when it left it out. */
  readonly method: number | null;
  /** Somebody was let through. */
  readonly isPass: boolean;
  readonly direction: 'in' | 'out' | null;
  readonly attendanceState: number | null;
  readonly recNo: number | null;
  /** Seconds, as stated; old firmware counts them by its local clock. */
  readonly utc: number | null;
  readonly mask: boolean | null;
  readonly evidence: JsonObject;
}

export interface DahuaOther {
  readonly kind: 'heartbeat' | 'other';
  readonly code: string;
}

export type DahuaMessage = DahuaAccess | DahuaOther;

const FORMAT = 'dahua-cgi';

/** What says who, when and how. Pictures, similarity scores, card numbers and temperatures stay out. */
const EVIDENCE = [
  'UserID',
  'Method',
  'Type',
  'Status',
  'ErrorCode',
  'Door',
  'ReaderID',
  'RecNo',
  'UTC',
  'RealUTC',
  'CreateTime',
  'AttendanceState',
  'Mask',
  'UserType',
] as const;

function evidenceOf(record: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const name of EVIDENCE) {
    const value = record[name];
    if (typeof value === 'string') kept[name] = value.slice(0, 64);
    else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}

/** `Mask`: 0 not looked, 1 none, 2 worn (public Dahua clients). */
function maskOf(value: unknown): boolean | null {
  const code = integerOf(value);
  return code === 1 ? false : code === 2 ? true : null;
}

function userOf(record: JsonObject): string | null {
  const text = textOf(record.UserID);
  return text === null || /[\p{Cc}\p{Cs}]/u.test(text) ? null : text;
}

/** Members of a live event and keys of a log record are the same; values of the log are text. */
export function dahuaAccessOf(record: JsonObject): DahuaAccess {
  const type = textOf(record.Type)?.toLowerCase();
  return {
    kind: 'access',
    userId: userOf(record),
    method: integerOf(record.Method),
    isPass: integerOf(record.Status) === 1,
    direction: type === 'entry' ? 'in' : type === 'exit' ? 'out' : null,
    attendanceState: integerOf(record.AttendanceState),
    recNo: integerOf(record.RecNo),
    utc: integerOf(record.RealUTC) ?? integerOf(record.UTC) ?? integerOf(record.CreateTime),
    mask: maskOf(record.Mask),
    evidence: evidenceOf(record),
  };
}

const HEAD = /^\s*Code=([\w ]{1,64});/;
const DATA = /;data=/;

/**
 * Body of one part of eventManager: `Heartbeat`, or `Code=…;action=…;index=…;data={…}` whose JSON spans many lines.
 * @throws FACE_WIRE_UNREADABLE, FACE_WIRE_TOO_LARGE
 */
export function readDahuaEvent(bytes: Uint8Array): DahuaMessage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (/^\s*Heartbeat\s*$/.test(text)) return { kind: 'heartbeat', code: 'Heartbeat' };
  const code = HEAD.exec(text)?.[1];
  if (code === undefined)
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'event', reason: 'no code' });
  if (code !== 'AccessControl') return { kind: 'other', code };
  const data = DATA.exec(text);
  if (data === null) return { kind: 'other', code };
  const value = parseJson(Buffer.from(text.slice(data.index + data[0].length)), FORMAT);
  if (!isObject(value)) throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'data', reason: 'no object' });
  return dahuaAccessOf(value);
}
