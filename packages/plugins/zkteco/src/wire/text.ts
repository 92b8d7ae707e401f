import { TextDecoder } from 'node:util';
import { zkError } from '../errors.js';
import { untilNul } from './bytes.js';

/** Names are bytes in the firmware's language; the terminal does not say which. Labels of the WHATWG Encoding Standard. */
export const TEXT_ENCODINGS = [
  'utf-8',
  'gbk',
  'big5',
  'windows-874',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

const decoders = new Map<TextEncoding, TextDecoder>();
const reverseTables = new Map<TextEncoding, ReadonlyMap<string, readonly number[]>>();
const utf8Encoder = new TextEncoder();

/** @throws ZK_ENCODING_UNKNOWN */
export function parseTextEncoding(name: string): TextEncoding {
  const found = TEXT_ENCODINGS.find((e) => e === name.trim().toLowerCase());
  if (found === undefined) throw zkError('ZK_ENCODING_UNKNOWN', { encoding: name.slice(0, 40) });
  return found;
}

/** 0x80–0x9F of windows-1252 (WHATWG index; five have no character). Node.js 20 decodes them as control codes. */
const WINDOWS_1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252_HIGH[c.charCodeAt(0) - 0x80] ?? c);
}

/** @throws TypeError when the bytes are not valid in the encoding */
function decodeStrictly(bytes: Uint8Array, encoding: TextEncoding): string {
  return encoding === 'windows-1252' ? decodeWindows1252(bytes) : decoderOf(encoding).decode(bytes);
}

function decoderOf(encoding: TextEncoding): TextDecoder {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    decoders.set(encoding, decoder);
  }
  return decoder;
}

export interface DecodedText {
  readonly text: string;
  /** True when the bytes were not valid in the wanted encoding and were read as windows-1252 instead, which has a meaning for every byte. */
  readonly fallback: boolean;
}

/** Control characters have no place in a name and could break logs and exports. */
const CONTROL = /[\p{Cc}\p{Cs}]/gu;

/** Text of a fixed field: up to the first NUL; what follows is old memory. */
export function decodeText(field: Uint8Array, encoding: TextEncoding): DecodedText {
  const bytes = untilNul(field);
  try {
    return { text: decodeStrictly(bytes, encoding).replace(CONTROL, ''), fallback: false };
  } catch {
    return { text: decodeWindows1252(bytes).replace(CONTROL, ''), fallback: true };
  }
}

/** Text that is digits and letters by contract (user ids, options): one byte, one character. */
export function decodeLatin1(field: Uint8Array): string {
  const bytes = untilNul(field);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** TextDecoder only reads; the way back is made by reading every one- and two-byte code once. */
function reverseTable(encoding: TextEncoding): ReadonlyMap<string, readonly number[]> {
  const known = reverseTables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]): boolean => {
    try {
      const text = decodeStrictly(Uint8Array.from(bytes), encoding);
      if ([...text].length === 1 && !table.has(text)) table.set(text, bytes);
      return true;
    } catch {
      return false;
    }
  };
  for (let lead = 1; lead < 256; lead++) {
    if (add([lead])) continue;
    for (let trail = 0x40; trail < 0xff; trail++) add([lead, trail]);
  }
  reverseTables.set(encoding, table);
  return table;
}

export interface EncodedText {
  readonly bytes: Uint8Array;
  /** True when the text did not fit and was cut before a character. */
  readonly cut: boolean;
  /** Characters that the encoding lacks, written as `?`. */
  readonly replaced: number;
}

const QUESTION_MARK = [0x3f];

/** Bytes for a fixed field, never cutting through a character (a split UTF-8 name shows as a broken name or none). */
export function encodeText(text: string, encoding: TextEncoding, maxBytes: number): EncodedText {
  const table = encoding === 'utf-8' ? null : reverseTable(encoding);
  const out: number[] = [];
  let replaced = 0;
  for (const character of text.replace(CONTROL, '')) {
    const bytes = table === null ? utf8Encoder.encode(character) : (table.get(character) ?? QUESTION_MARK);
    if (table !== null && !table.has(character)) replaced++;
    if (out.length + bytes.length > maxBytes) return { bytes: Uint8Array.from(out), cut: true, replaced };
    out.push(...bytes);
  }
  return { bytes: Uint8Array.from(out), cut: false, replaced };
}
