import { i16be, u8 } from './bytes.js';
import { tidy } from './celsius.js';
import { NO_SAMPLE } from './sample.js';
import type { UartFormat } from './uart-format.js';

const centi = (frame: Uint8Array, at: number): number => tidy(i16be(frame, at) / 100);

/** `5A 5A 45 04 TOhi TOlo TAhi TAlo sum`: object and ambient in hundredths, signed; the sum is of all bytes before it. */
export const GY906: UartFormat = {
  name: 'uart-gy906',
  header: [0x5a, 0x5a, 0x45, 0x04],
  frameBytes: 9,
  checksum: { from: 0, to: 8, at: 8 },
  baudRate: 9600,
  source: 'esteban990821/MCU-90615 sketch; GY-MCU90614 product page (as99shop)',
  decode: (frame) => ({ ...NO_SAMPLE, objectC: centi(frame, 4), ambientC: centi(frame, 6) }),
};

/**
 * `A4 03 07 07 E TO TO TA TA BO BO sum`: emissivity in hundredths, object, ambient and the board's own body value.
 * The first four bytes look like a Modbus answer and were inferred; a configured header overrides them.
 */
export const GY614V3: UartFormat = {
  name: 'uart-gy614v3',
  header: [0xa4, 0x03, 0x07, 0x07],
  frameBytes: 12,
  checksum: { from: 0, to: 11, at: 11 },
  baudRate: 9600,
  source: 'rmcs_core gy614.hpp (layout); header inferred, not seen on hardware',
  decode: (frame) => ({
    emissivity: tidy(u8(frame, 4) / 100),
    objectC: centi(frame, 5),
    ambientC: centi(frame, 7),
    bodyC: centi(frame, 9),
  }),
};

/** `66 66 01 04 TO TO TA TA sum`: the sum is of the four data bytes only. */
export const CJMCU90614: UartFormat = {
  name: 'uart-cjmcu',
  header: [0x66, 0x66, 0x01, 0x04],
  frameBytes: 9,
  checksum: { from: 4, to: 8, at: 8 },
  baudRate: 115200,
  source: 'CJMCU-90614 module page: sample 0A83 is 26.91 °C',
  decode: (frame) => ({ ...NO_SAMPLE, objectC: centi(frame, 4), ambientC: centi(frame, 6) }),
};

/**
 * `AA A5 len cmd target target ambient ambient type ck 55`: `len` counts all bytes but three; `ck` is the sum of length,
 * command and arguments. Command numbers are not public, so any is taken.
 */
export const AAA5: UartFormat = {
  name: 'uart-aaa5',
  header: [0xaa, 0xa5, 0x08],
  frameBytes: 11,
  checksum: { from: 2, to: 9, at: 9 },
  trailer: 0x55,
  baudRate: 9600,
  source: 'xiaohu_robot driver (layout)',
  decode: (frame) => ({ ...NO_SAMPLE, objectC: centi(frame, 4), ambientC: centi(frame, 6) }),
  extra: (frame) => ({ cmd: u8(frame, 3), targetC: centi(frame, 4), type: u8(frame, 8) }),
};

/** Models by the name that a configuration uses. */
export const UART_FORMATS = {
  'gy-906': GY906,
  'gy-614v3': GY614V3,
  'cjmcu-90614': CJMCU90614,
  'aa-a5': AAA5,
} as const satisfies Record<string, UartFormat>;
export type UartModel = keyof typeof UART_FORMATS;
export const UART_MODELS = Object.keys(UART_FORMATS) as UartModel[];
