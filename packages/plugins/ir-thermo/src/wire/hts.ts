import { thermoError } from '../errors.js';
import { u8, u16le } from './bytes.js';
import { tidy, toCelsius } from './celsius.js';

const FORMAT = 'ble-hts-2a1c';

/** Where it was measured (Health Thermometer Service 1.0, characteristic 2A1D). */
export const MEASUREMENT_SITES = [
  null,
  'armpit',
  'body',
  'ear',
  'finger',
  'gastro-intestinal',
  'mouth',
  'rectum',
  'toe',
  'tympanum',
] as const;

/** Mantissas that are no number (IEEE 11073-20601, FLOAT-Type). */
const SPECIAL: Readonly<Record<number, string>> = {
  8388607: 'NaN',
  8388608: 'NRes',
  8388606: '+INF',
  8388610: '-INF',
  8388609: 'reserved',
};

export interface HtsMeasurement {
  readonly unit: 'C' | 'F';
  /** Null when the thermometer sent no number; `special` then says which. */
  readonly value: number | null;
  readonly celsius: number | null;
  readonly special: string | null;
  /** The thermometer's own clock, `YYYY-MM-DDTHH:MM:SS`; null when it sent none or does not know it. */
  readonly timestamp: string | null;
  readonly type: string | null;
}

const FLAG = { fahrenheit: 1, time: 2, type: 4 } as const;

/**
 * Temperature Measurement: `flags FLOAT [time 7] [type 1]`.
 * @throws THERMO_FRAME_LENGTH
 */
export function readHts(bytes: Uint8Array): HtsMeasurement {
  const flags = u8(bytes, 0);
  const timeAt = 5;
  const typeAt = timeAt + (flags & FLAG.time ? 7 : 0);
  const expected = typeAt + (flags & FLAG.type ? 1 : 0);
  if (bytes.length < expected) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected });
  }
  const unit = flags & FLAG.fahrenheit ? 'F' : 'C';
  const { value, special } = medicalFloat(bytes, 1);
  return {
    unit,
    value,
    celsius: value === null ? null : toCelsius(value, unit),
    special,
    timestamp: flags & FLAG.time ? timestamp(bytes, timeAt) : null,
    type: flags & FLAG.type ? (MEASUREMENT_SITES[u8(bytes, typeAt)] ?? null) : null,
  };
}

/** 24 bits of mantissa, low first, then 8 of a decimal exponent; both signed. */
function medicalFloat(bytes: Uint8Array, at: number): { value: number | null; special: string | null } {
  const raw = u8(bytes, at) | (u8(bytes, at + 1) << 8) | (u8(bytes, at + 2) << 16);
  const special = SPECIAL[raw];
  if (special !== undefined) return { value: null, special };
  const mantissa = (raw << 8) >> 8;
  const exponent = (u8(bytes, at + 3) << 24) >> 24;
  // A temperature needs neither; what is beyond is garbage and would not survive as a number.
  if (exponent < -9 || exponent > 3) return { value: null, special: 'exponent' };
  return { value: exponent < 0 ? tidy(mantissa / 10 ** -exponent, 9) : mantissa * 10 ** exponent, special: null };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A part that is 0 is "not known" (Bluetooth date time, 2A08). */
function timestamp(bytes: Uint8Array, at: number): string | null {
  const year = u16le(bytes, at);
  const [month, day, hour, minute, second] = [2, 3, 4, 5, 6].map((i) => u8(bytes, at + i)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const date = new Date(`${text}Z`);
  const exists = year >= 1582 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists ? text : null;
}
