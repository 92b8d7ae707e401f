import { thermoError } from '../errors.js';
import { hex, startsWith, sum8, u8 } from './bytes.js';
import type { ThermoSample } from './sample.js';

/** A board's frame as data: where it begins, how long it is, what guards it, what it says. */
export interface UartFormat {
  readonly name: string;
  readonly header: readonly number[];
  readonly frameBytes: number;
  /** Range of bytes, without the last one, whose sum is the checksum at `checksumAt`. */
  readonly checksum: { readonly from: number; readonly to: number; readonly at: number };
  /** A byte that closes the frame. */
  readonly trailer?: number;
  readonly baudRate: 9600 | 115200;
  readonly source: string;
  decode(frame: Uint8Array): ThermoSample;
  /** What a codec shows beside the sample. */
  extra?(frame: Uint8Array): Readonly<Record<string, number>>;
}

/** Whether a whole frame lies at `at`; the header is known to fit. */
export function isSound(format: UartFormat, bytes: Uint8Array, at: number): boolean {
  const { from, to, at: place } = format.checksum;
  if (sum8(bytes, at + from, at + to) !== u8(bytes, at + place)) return false;
  return format.trailer === undefined || u8(bytes, at + format.frameBytes - 1) === format.trailer;
}

/**
 * Reads exactly one frame.
 * @throws THERMO_FRAME_LENGTH, THERMO_FRAME_HEADER, THERMO_CHECKSUM
 */
export function readUartFrame(format: UartFormat, frame: Uint8Array): ThermoSample {
  const { name, header, frameBytes, checksum, trailer } = format;
  if (!startsWith(frame, header)) {
    const expected = hex(Uint8Array.from(header));
    throw thermoError('THERMO_FRAME_HEADER', { format: name, received: hex(frame, header.length), expected });
  }
  if (frame.length !== frameBytes) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: name, received: frame.length, expected: frameBytes });
  }
  if (!isSound(format, frame, 0)) {
    const expected = sum8(frame, checksum.from, checksum.to);
    const received = u8(frame, checksum.at);
    const tail = trailer === undefined ? '' : ` … ${hex(frame.subarray(-1))}`;
    throw thermoError('THERMO_CHECKSUM', {
      format: name,
      received: `${hex(Uint8Array.of(received))}${tail}`,
      expected: hex(Uint8Array.of(expected)),
    });
  }
  return format.decode(frame);
}

/** The same board with another header, for modules whose maker changed it. The rest of the frame must stay as long. */
export function withHeader(format: UartFormat, header: readonly number[]): UartFormat {
  return header.length === format.header.length ? { ...format, header } : format;
}
