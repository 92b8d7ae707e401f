import { thermoError } from '../errors.js';
import { i16be, startsWith, u8, u16be } from './bytes.js';
import { tidy } from './celsius.js';

const FORMAT = 'hid-temper';

/** Orders, without the report number that HID libraries want in front (urwen/temper, MIT). */
export const TEMPER_QUERY = {
  firmware: Uint8Array.of(0x01, 0x86, 0xff, 0x01, 0, 0, 0, 0),
  temperature: Uint8Array.of(0x01, 0x80, 0x33, 0x01, 0, 0, 0, 0),
} as const;

/** Vendor and product numbers of the family; its last interface is the one that answers. */
export const TEMPER_USB_IDS: readonly (readonly [vendorId: number, productId: number])[] = [
  [0x0c45, 0x7401],
  [0x0c45, 0x7402],
  [0x413d, 0x2107],
  [0x1a86, 0xe025],
  [0x3553, 0xa001],
];

/** Degrees Celsius, relative humidity in percent; null: the socket for that probe is empty. */
export interface TemperSample {
  readonly innerC: number | null;
  readonly outerC?: number | null;
  readonly rh?: number;
}

const NO_PROBE = 0x4e20;

/** How the firmware writes a value. `si7021` and `fm75` are old chips behind the same orders. */
type TemperLayout = 'centi' | 'centi-pair' | 'centi-humidity' | 'fm75-pair' | 'fm75-single' | 'si7021';

/** First match wins. From urwen/temper, ccwienk/temper (issues and pull requests) and the tests of padelt/temper-python. */
const LAYOUTS: readonly (readonly [firmware: RegExp, layout: TemperLayout])[] = [
  [/^TEMPERHUM1V1\.[23]/i, 'si7021'],
  [/^TEMPer1F_?V1\.3/i, 'fm75-single'],
  [/^TEMPer(1F|F1|M12)/i, 'fm75-pair'],
  [/^TEMPer(HUM|X)/i, 'centi-humidity'],
  [/^TEMPer2/i, 'centi-pair'],
  [/^TEMPer/i, 'centi'],
];

/** Bytes that an answer to `temperature` has, in one or two reports of eight. */
export function temperAnswerBytes(firmware: string): 8 | 16 {
  return layoutOf(firmware) === 'centi-pair' ? 16 : 8;
}

function layoutOf(firmware: string): TemperLayout | null {
  return LAYOUTS.find(([pattern]) => pattern.test(firmware))?.[1] ?? null;
}

/** For a capture without the firmware's name: the answer's own first bytes and length. */
function guess(bytes: Uint8Array): TemperLayout {
  if (bytes.length >= 16) return 'centi-pair';
  if (startsWith(bytes, [0x80, 0x04])) return 'fm75-pair';
  if (startsWith(bytes, [0x80, 0x20])) return 'centi-humidity';
  if (u8(bytes, 0) === 0x80) return 'centi';
  return u16be(bytes, 2) === 0 ? 'fm75-single' : 'si7021';
}

const MIN_BYTES = 6;

/** @throws THERMO_FRAME_LENGTH */
export function readTemper(bytes: Uint8Array, firmware?: string): TemperSample {
  const layout = (firmware === undefined ? null : layoutOf(firmware)) ?? guess(bytes);
  const needed = layout === 'centi-pair' ? 16 : MIN_BYTES;
  if (bytes.length < needed) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected: needed });
  }
  switch (layout) {
    case 'centi':
      return { innerC: centi(bytes, 2), outerC: centi(bytes, 4) };
    case 'centi-pair':
      return { innerC: centi(bytes, 2), outerC: centi(bytes, 10) };
    case 'centi-humidity':
      return { innerC: centi(bytes, 2), rh: tidy(u16be(bytes, 4) / 100) };
    case 'fm75-pair':
      return { innerC: fm75(bytes, 2), outerC: fm75(bytes, 4) };
    case 'fm75-single':
      // Its low bits are noise below the chip's 0.0625 °C; a tenth is what it can say.
      return { innerC: tidy(fm75(bytes, 4), 1) };
    case 'si7021':
      // Si7021 data sheet §5.1; the stick shows a tenth.
      return {
        innerC: tidy((175.72 * u16be(bytes, 2)) / 65_536 - 46.85, 1),
        rh: tidy((125 * u16be(bytes, 4)) / 65_536 - 6, 1),
      };
  }
}

function centi(bytes: Uint8Array, at: number): number | null {
  return u16be(bytes, at) === NO_PROBE ? null : tidy(i16be(bytes, at) / 100);
}

function fm75(bytes: Uint8Array, at: number): number {
  return i16be(bytes, at) / 256;
}

/** The name in an answer to `firmware`, 16 bytes of text; null when these bytes are something else. */
export function readTemperFirmware(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const name = /^[\x20-\x7e]{6,16}/.exec(text)?.[0].trim() ?? '';
  return /^TEMPer/i.test(name) ? name : null;
}

/** `Temp-Inner:30.48 [C],40.19 [%RH]`: the serial sisters, which answer to the word `ReadTemp`. @throws THERMO_PAYLOAD_INVALID */
export function readTemperX232(text: string): TemperSample {
  const found = /^\s*Temp-Inner:\s*(-?\d{1,3}(?:\.\d{1,2})?) ?\[C\](?:, ?(\d{1,3}(?:\.\d{1,2})?) ?\[%RH\])?/.exec(text);
  if (found === null) {
    throw thermoError('THERMO_PAYLOAD_INVALID', {
      format: 'serial-temperx232',
      where: 'start',
      reason: 'no Temp-Inner',
    });
  }
  return { innerC: Number(found[1]), ...(found[2] === undefined ? {} : { rh: Number(found[2]) }) };
}
