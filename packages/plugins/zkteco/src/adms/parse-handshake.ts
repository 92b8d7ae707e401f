import { zkError } from '../errors.js';

/** What a server answers to `GET /iclock/cdata?options=all`. */
export interface HandshakeAnswer {
  readonly serialNumber: string;
  /** Options in order; `None` is null. */
  readonly options: Readonly<Record<string, string | null>>;
}

const HEAD = 'GET OPTION FROM:';
const MAX_CHARS = 64 * 1024;

/** Reads the answer of any server, to check ours and to look at captures of others. @throws ADMS_REQUEST_LINE */
export function parseHandshakeAnswer(text: string): HandshakeAnswer {
  if (text.length > MAX_CHARS || !text.startsWith(HEAD)) {
    throw zkError('ADMS_REQUEST_LINE', { line: text.slice(0, 120) });
  }
  const [first = '', ...lines] = text.split(/\r?\n/);
  const options: Record<string, string | null> = Object.create(null) as Record<string, string | null>;
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals <= 0) continue;
    const value = line.slice(equals + 1);
    options[line.slice(0, equals)] = value === 'None' ? null : value;
  }
  return { serialNumber: first.slice(HEAD.length).trim(), options };
}
