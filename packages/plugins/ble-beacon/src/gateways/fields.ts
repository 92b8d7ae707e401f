import { fromHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A gateway's JSON text. @throws BLE_PAYLOAD_INVALID */
export function parseJson(format: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/', reason: 'not JSON' });
  }
}

/** @throws BLE_PAYLOAD_INVALID */
export function parseObject(format: string, text: string): JsonObject {
  const value = parseJson(format, text);
  if (isObject(value)) return value;
  throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/', reason: 'not an object' });
}

/** Twelve digits out of `AA:BB:…`, `aabb…` or `AA-BB-…`; null for anything else. */
export function macOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 17) return null;
  const digits = value.replaceAll(/[:-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(digits) ? digits : null;
}

/** @throws BLE_PAYLOAD_INVALID when it is not a plausible strength */
export function rssiOf(format: string, value: unknown): number {
  const rssi = typeof value === 'string' ? Number.parseFloat(value) : value;
  if (typeof rssi === 'number' && rssi >= -127 && rssi <= 20) return rssi;
  throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/rssi', reason: 'no signal strength in dBm' });
}

/** Bytes of hexadecimal text with or without `0x`; null for anything else or more than an extended advert holds. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (typeof value !== 'string' || value.length === 0 || value.length > 3300) return null;
  return fromHex(value.startsWith('0x') ? value.slice(2) : value);
}

/** Unix time in ms out of seconds, milliseconds or RFC 3339 text, as number or text; null when it is none. */
export function timeMsOf(value: unknown): number | null {
  if (typeof value === 'string' && value.includes('T')) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? null : parsed;
  }
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null;
  return number > 1e11 ? Math.round(number) : Math.round(number * 1000);
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
