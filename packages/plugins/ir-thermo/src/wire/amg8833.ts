import { thermoError } from '../errors.js';
import { u16le } from './bytes.js';
import { tidy } from './celsius.js';

const FORMAT = 'array-amg8833';
const PIXELS = 64;

/** 12 bits, two's complement, a quarter degree (Panasonic AMG88 data sheet, register 0x80). */
function pixelCelsius(word: number): number {
  return (((word & 0x0fff) << 20) >> 20) * 0.25;
}

/** 12 bits, sign and magnitude, 0.0625 degrees (register 0x0E). */
function thermistorCelsius(word: number): number {
  const magnitude = (word & 0x07ff) * 0.0625;
  return word & 0x0800 ? -magnitude : magnitude;
}

/** No AMG88 measures beyond this; a single word that would say so is the thermistor's. */
const PIXEL_RANGE_C = [-20, 100] as const;

function wordCelsius(word: number, register: unknown): number {
  if (register === 'thermistor') return thermistorCelsius(word);
  const pixel = pixelCelsius(word);
  if (register === 'pixel') return pixel;
  return pixel < PIXEL_RANGE_C[0] || pixel > PIXEL_RANGE_C[1] ? thermistorCelsius(word) : pixel;
}

/**
 * One word, or all 64 pixels. ±2.5 °C: never for a decision about a person, hence `screeningGrade: false`.
 * @throws THERMO_FRAME_LENGTH
 */
export function readAmg8833(bytes: Uint8Array, register?: unknown) {
  if (bytes.length === 2) return wordCelsius(u16le(bytes, 0), register);
  if (bytes.length !== PIXELS * 2) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected: PIXELS * 2 });
  }
  const pixels = Array.from({ length: PIXELS }, (_, i) => pixelCelsius(u16le(bytes, i * 2)));
  const maxC = Math.max(...pixels);
  return { maxC, meanC: tidy(pixels.reduce((sum, one) => sum + one, 0) / PIXELS), pixels, screeningGrade: false };
}
