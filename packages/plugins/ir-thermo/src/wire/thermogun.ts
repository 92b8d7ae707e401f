import { thermoError } from '../errors.js';
import { hex, startsWith, u8, u16be } from './bytes.js';
import { tidy } from './celsius.js';

/** A Bluetooth thermogun with a frame of its maker's own. */
export interface ThermogunFormat {
  readonly name: string;
  readonly service: string;
  readonly characteristic: string;
  readonly frameBytes: number;
  readonly source: string;
  fits(bytes: Uint8Array): boolean;
  celsius(bytes: Uint8Array): number;
}

/** Beyond this a gun shows an object, the room or nothing; its frame does not tell which. */
const BODY_RANGE_C = [30, 45] as const;

export const THERMOGUNS = {
  'aoj-20a': {
    name: 'AOJ-20A',
    service: 'ffe0',
    characteristic: 'ffe1',
    frameBytes: 6,
    source: 'public BLE client code for the AOJ-20A; the mode byte is not decoded',
    fits: (bytes) => u8(bytes, 0) === 0xaa && u8(bytes, 2) === 0xc1,
    celsius: (bytes) => tidy(u16be(bytes, 4) / 100),
  },
  'jumper-fr400': {
    name: 'Jumper JPD-FR400',
    service: 'fff0',
    characteristic: 'fff1',
    frameBytes: 7,
    source: 'public BLE client code for the JPD-FR400; layout derived',
    fits: (bytes) => startsWith(bytes, [0xfd, 0xfd, 0xfc]) && startsWith(bytes, [0x0d, 0x0a], 5),
    celsius: (bytes) => tidy(u16be(bytes, 3) / 10),
  },
} as const satisfies Record<string, ThermogunFormat>;
export type ThermogunModel = keyof typeof THERMOGUNS;
export const THERMOGUN_MODELS = Object.keys(THERMOGUNS) as ThermogunModel[];

/** @throws THERMO_FRAME_HEADER, THERMO_FRAME_LENGTH, THERMO_VALUE_RANGE */
export function readThermogun(gun: ThermogunFormat, bytes: Uint8Array): number {
  if (bytes.length < gun.frameBytes) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: gun.name, received: bytes.length, expected: gun.frameBytes });
  }
  if (!gun.fits(bytes)) {
    throw thermoError('THERMO_FRAME_HEADER', { format: gun.name, received: hex(bytes, 3), expected: gun.source });
  }
  const celsius = gun.celsius(bytes);
  if (celsius < BODY_RANGE_C[0] || celsius > BODY_RANGE_C[1]) {
    throw thermoError('THERMO_VALUE_RANGE', { format: gun.name, celsius });
  }
  return celsius;
}

/** Reads the frame of whichever gun it fits. @throws as `readThermogun` of the first */
export function readAnyThermogun(bytes: Uint8Array): number {
  const guns: readonly ThermogunFormat[] = Object.values(THERMOGUNS);
  const fitting = guns.find((gun) => bytes.length >= gun.frameBytes && gun.fits(bytes));
  return readThermogun(fitting ?? THERMOGUNS['aoj-20a'], bytes);
}
