import { integerOf, isObject, parseJson, textOf } from './json.js';
import { child, childText, parseXml } from './xml.js';

/** `ResponseStatus`: what a terminal says of an order, or why it refused it. */
export interface HikStatus {
  readonly ok: boolean;
  readonly statusCode: number | null;
  readonly statusString: string | null;
  readonly subStatusCode: string | null;
  readonly errorMsg: string | null;
  /** Of a refused sign-in: whether the account is locked, and for how long. */
  readonly isLocked: boolean;
  readonly unlockSeconds: number | null;
}

function statusOf(get: (name: string) => unknown): HikStatus | null {
  const statusCode = integerOf(get('statusCode')) ?? integerOf(get('statusValue'));
  const statusString = textOf(get('statusString'), 200);
  const lock = textOf(get('lockStatus'));
  if (statusCode === null && statusString === null && lock === null) return null;
  return {
    // 1 is OK; 7 asks for a restart to take effect.
    ok: statusCode === 1 || statusCode === 7 || (statusCode === null && statusString?.toUpperCase() === 'OK'),
    statusCode,
    statusString,
    subStatusCode: textOf(get('subStatusCode'), 120),
    errorMsg: textOf(get('errorMsg'), 200),
    isLocked: lock?.toLowerCase() === 'lock',
    unlockSeconds: integerOf(get('unlockTime')),
  };
}

/** Null when the body is no status, JSON or XML. Never throws: it reads what comes with an HTTP error. */
export function readHikStatus(bytes: Uint8Array): HikStatus | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trim();
  try {
    if (text.startsWith('<')) {
      const root = parseXml(text, 'hikvision-isapi');
      const status = /^(ResponseStatus|userCheck)$/.test(root.name) ? root : child(root, 'ResponseStatus');
      return status === null ? null : statusOf((name) => childText(status, name));
    }
    const value = parseJson(bytes, 'hikvision-isapi');
    if (!isObject(value)) return null;
    const inner = isObject(value.ResponseStatus) ? value.ResponseStatus : value;
    return statusOf((name) => inner[name]);
  } catch {
    return null;
  }
}

/** One line for an operator. */
export function hikStatusText(status: HikStatus | null): string {
  const parts = [status?.subStatusCode, status?.statusString, status?.errorMsg].filter((part) => part != null);
  return [...new Set(parts)].join(', ') || 'no reason given';
}
