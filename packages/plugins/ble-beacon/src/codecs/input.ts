import { fromHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { isObject, type JsonObject, parseObject } from '../gateways/fields.js';

const decoder = new TextDecoder();

export function textOf(input: Uint8Array): string {
  return decoder.decode(input);
}

/** Binary given as bytes, or as the hexadecimal text of a capture. */
export function binaryOf(input: Uint8Array): Uint8Array {
  return fromHex(textOf(input.subarray(0, 131_072)).trim().replaceAll(' ', '')) ?? input;
}

/** Typed access to the JSON of a computation. */
export interface Fields {
  /** @throws BLE_CRYPTO_INPUT unless it is hexadecimal of this many bytes (any number without) */
  bytes(name: string, length?: number): Uint8Array;
  /** @throws BLE_CRYPTO_INPUT unless it is a number in this range */
  number(name: string, min: number, max: number): number;
  text(name: string): string;
  object(name: string): Fields;
  has(name: string): boolean;
}

export function fieldsOf(input: Uint8Array): Fields {
  return fields(parseObject('json', textOf(input)));
}

function fields(body: JsonObject): Fields {
  const wrong = (name: string, what: string) => bleError('BLE_CRYPTO_INPUT', { reason: `${name} must be ${what}` });
  return {
    bytes(name, length) {
      const value = body[name];
      const bytes = typeof value === 'string' && value.length <= 8192 ? fromHex(value) : null;
      if (bytes === null || (length !== undefined && bytes.length !== length)) {
        throw wrong(name, length === undefined ? 'hexadecimal' : `${length} bytes of hexadecimal`);
      }
      return bytes;
    },
    number(name, min, max) {
      const value = body[name];
      if (typeof value !== 'number' || !(value >= min && value <= max)) throw wrong(name, `${min} to ${max}`);
      return value;
    },
    text(name) {
      const value = body[name];
      if (typeof value !== 'string' || value.length > 65_536) throw wrong(name, 'text');
      return value;
    },
    object(name) {
      const value = body[name];
      if (!isObject(value)) throw wrong(name, 'an object');
      return fields(value);
    },
    has: (name) => Object.hasOwn(body, name),
  };
}
