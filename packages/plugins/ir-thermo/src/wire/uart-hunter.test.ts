import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum8 } from './bytes.js';
import { UART_FORMATS, UART_MODELS, type UartModel } from './uart-formats.js';
import { uartHunter } from './uart-hunter.js';

/** A sound frame of any model with these values at its data bytes. */
function frameOf(model: UartModel, data: readonly number[]): Uint8Array {
  const { header, frameBytes, checksum, trailer } = UART_FORMATS[model] as (typeof UART_FORMATS)[UartModel] & {
    trailer?: number;
  };
  const frame = new Uint8Array(frameBytes);
  frame.set(header);
  for (let i = header.length; i < checksum.at; i++) frame[i] = data[i] ?? 0;
  frame[checksum.at] = sum8(frame, checksum.from, checksum.to);
  if (trailer !== undefined) frame[frameBytes - 1] = trailer;
  return frame;
}

const model = fc.constantFrom(...UART_MODELS);

/** Values that the sensor can have; the board tells 20.48–36.15 °C where its high byte is 8–14. */
const data = fc
  .array(fc.nat({ max: 255 }), { minLength: 12, maxLength: 12 })
  .map((bytes) => bytes.map((byte, i) => (i === 8 || i === 10 ? byte : byte % 15)));

/** Cuts bytes into chunks of the given sizes, over and over. */
function chunks(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}
const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });

describe('hunting frames', () => {
  it('finds every frame of a clean stream, however it is cut', () => {
    fc.assert(
      fc.property(model, fc.array(data, { maxLength: 20 }), sizes, (name, all, cut) => {
        const hunter = uartHunter(UART_FORMATS[name]);
        const stream = Buffer.concat(all.map((one) => frameOf(name, one)));
        const found = chunks(stream, cut).flatMap((chunk) => hunter.push(chunk));
        expect(found.map(({ frame }) => Buffer.from(frame).toString('hex'))).toEqual(
          all.map((one) => Buffer.from(frameOf(name, one)).toString('hex')),
        );
        expect(hunter).toMatchObject({ skippedBytes: 0, badFrames: 0 });
      }),
    );
  });

  it('gives the same frames for the same bytes, however they are cut, with noise of any kind between', () => {
    const noise = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(model, fc.array(fc.tuple(noise, data), { maxLength: 10 }), sizes, (name, parts, cut) => {
        const stream = Buffer.concat(parts.flatMap(([junk, one]) => [junk, frameOf(name, one)]));
        const whole = uartHunter(UART_FORMATS[name]);
        const pieces = uartHunter(UART_FORMATS[name]);
        const expected = whole.push(stream);
        expect(chunks(stream, cut).flatMap((chunk) => pieces.push(chunk))).toEqual(expected);
        expect(pieces.skippedBytes).toBe(whole.skippedBytes);
      }),
    );
  });

  it('comes back after noise that holds no byte of the header', () => {
    fc.assert(
      fc.property(model, fc.uint8Array({ maxLength: 40 }), data, (name, junk, one) => {
        const format = UART_FORMATS[name];
        const quiet = junk.filter((byte) => byte !== format.header[0]);
        const found = uartHunter(format).push(Buffer.concat([quiet, frameOf(name, one)]));
        expect(found).toHaveLength(1);
      }),
    );
  });

  it('goes on one byte only after a false header', () => {
    const frame = Buffer.from('5a5a45040e440afe57', 'hex');
    const hunter = uartHunter(UART_FORMATS['gy-906']);
    const cutThenWhole = Buffer.concat([frame.subarray(0, 6), frame]);
    expect(hunter.push(cutThenWhole).map(({ sample }) => sample.objectC)).toEqual([36.52]);
    expect(hunter.badFrames).toBe(1);
  });

  it('refuses two frames sewn together although their sum fits, because no sensor is in 231 °C', () => {
    const frame = Buffer.from('5a5a45040e440afe57', 'hex');
    const sewn = Buffer.concat([frame.subarray(0, 5), frame]);
    expect(sum8(sewn, 0, 8)).toBe(sewn[8]);
    expect(
      uartHunter(UART_FORMATS['gy-906'])
        .push(sewn)
        .map(({ sample }) => sample.objectC),
    ).toEqual([36.52]);
  });

  it('forgets a frame begun when told that the line was silent', () => {
    const frame = Buffer.from('5a5a45040e440afe57', 'hex');
    const hunter = uartHunter(UART_FORMATS['gy-906']);
    expect(hunter.push(frame.subarray(0, 6))).toEqual([]);
    hunter.drop();
    expect(hunter.push(frame.subarray(6))).toEqual([]);
    expect(hunter.push(frame)).toHaveLength(1);
  });
});
