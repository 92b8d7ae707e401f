import { isIPv6 } from 'node:net';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'the terminal reset the connection',
  EPIPE: 'the terminal closed the connection',
  EHOSTUNREACH: 'no route to that address',
  ENETUNREACH: 'no route to that network',
  ETIMEDOUT: 'no answer',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
};

/** A socket's error in words that an operator understands, with the system's own code. */
export function failureReason(cause: Error): string {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  if (code === null) return cause.message;
  const words = REASONS[code];
  return words === undefined ? code : `${words} (${code})`;
}

export function addressText(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
