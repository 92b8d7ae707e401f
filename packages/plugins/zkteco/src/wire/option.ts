import { decodeLatin1 } from './text.js';

export interface OptionValue {
  readonly option: string;
  readonly value: string;
}

/** Data of CMD_OPTIONS_RRQ: the name, NUL-ended (without the NUL many units answer too). */
export function encodeOptionName(name: string): Uint8Array {
  return Buffer.from(`${name}\0`, 'latin1');
}

export function decodeOptionName(data: Uint8Array): string {
  return decodeLatin1(data);
}

/** `name=value`, NUL-ended: split at the first `=`; what follows the first NUL is old memory. Null when there is no `=`. */
export function decodeOption(data: Uint8Array): OptionValue | null {
  const text = decodeLatin1(data);
  const equals = text.indexOf('=');
  return equals < 0 ? null : { option: text.slice(0, equals), value: text.slice(equals + 1) };
}

export function encodeOption(option: OptionValue): Uint8Array {
  return Buffer.from(`${option.option}=${option.value}\0`, 'latin1');
}
