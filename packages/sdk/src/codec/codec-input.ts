import type { CodecInput } from './codec.js';
import { codecError } from './errors.js';

const HEX = /^[0-9a-fA-F]*$/;
const encoder = new TextEncoder();

/** Hexadecimal text to bytes; blanks, line ends and colons between the digits are skipped. @throws CODEC_INPUT_INVALID */
export function bytesFromHex(hex: string): Uint8Array {
  const digits = hex.replaceAll(/[\s:]/g, '');
  if (!HEX.test(digits)) throw codecError('CODEC_INPUT_INVALID', { reason: 'not hexadecimal' });
  if (digits.length % 2 !== 0) throw codecError('CODEC_INPUT_INVALID', { reason: 'odd number of hexadecimal digits' });
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** The bytes that a codec gets: hex as it is, text and JSON as UTF-8. @throws CODEC_INPUT_INVALID */
export function codecInputBytes(input: CodecInput): Uint8Array {
  if ('hex' in input) return bytesFromHex(input.hex);
  if ('text' in input) return encoder.encode(input.text);
  return encoder.encode(JSON.stringify(input.json) ?? 'null');
}
