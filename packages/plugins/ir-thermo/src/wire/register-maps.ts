/** One value of a Modbus sensor. */
export interface Register {
  readonly address: number;
  readonly name: string;
  /** What one count is worth. */
  readonly scale: number;
  readonly signed: boolean;
}

/** A Modbus sensor as data: which registers to read and what they are worth. */
export interface RegisterMap {
  readonly model: string;
  readonly label: string;
  readonly kind: 'holding' | 'input';
  readonly baudRate: number;
  readonly unitId: number;
  readonly registers: readonly Register[];
  /** Names of the registers that are the object, the surroundings and the emissivity. */
  readonly object: string;
  readonly ambient: string | null;
  readonly source: string;
}

const tenth = (address: number, name: string): Register => ({ address, name, scale: 0.1, signed: true });

const CALEX: RegisterMap = {
  model: 'calex-pyrousb',
  label: 'Calex PyroUSB / PyroUSB-PUA',
  kind: 'holding',
  baudRate: 9600,
  unitId: 1,
  registers: [
    { address: 0x08, name: 'emissivity', scale: 0.0001, signed: false },
    { address: 0x0c, name: 'hold', scale: 1, signed: false },
    tenth(0x0f, 'mean'),
    tenth(0x10, 'min'),
    tenth(0x11, 'max'),
    tenth(0x12, 'filtered'),
    tenth(0x13, 'unfiltered'),
    tenth(0x14, 'sensor'),
    { address: 0x15, name: 'status', scale: 1, signed: false },
  ],
  object: 'filtered',
  ambient: 'sensor',
  source: 'Calex PyroUSB / PyroUSB-PUA Modbus register list. An industrial sensor: not clinical.',
};

export const REGISTER_MAPS: readonly RegisterMap[] = [CALEX];
export const DEFAULT_REGISTER_MAP = CALEX;

export function registerMap(model: string): RegisterMap | null {
  return REGISTER_MAPS.find((map) => map.model === model) ?? null;
}

export function registerAt(map: RegisterMap, address: number): Register | null {
  return map.registers.find((register) => register.address === address) ?? null;
}

/** The value of a register as read from the line: 16 bits. */
export function registerValue(register: Register, word: number): number {
  const count = register.signed ? (word << 16) >> 16 : word & 0xffff;
  return Math.round(count * register.scale * 1e6) / 1e6;
}
