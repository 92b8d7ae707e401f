import { thermoError } from '../errors.js';
import { hex, u8, u16be, u16le } from './bytes.js';
import { modbusCrc } from './checksum.js';
import { DEFAULT_REGISTER_MAP, type RegisterMap, registerAt, registerValue } from './register-maps.js';

const FORMAT = 'modbus-calex';
const address = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(4, '0')}`;

/** Function codes of the Modbus application protocol 1.1b3: 3 and 4 read, 6 writes one, 16 several, +128 is an exception. */
const READS = new Set([3, 4]);

/**
 * A frame of Modbus RTU as a capture shows it: request or answer of a read, or a write.
 * @throws THERMO_FRAME_LENGTH, THERMO_CHECKSUM, THERMO_SENSOR_FAULT for an exception answer, THERMO_PAYLOAD_INVALID
 */
export function describeModbus(bytes: Uint8Array, map: RegisterMap = DEFAULT_REGISTER_MAP) {
  if (bytes.length < 5)
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected: 5 });
  const end = bytes.length - 2;
  const crc = modbusCrc(bytes, end);
  if (u16le(bytes, end) !== crc) {
    const expected = hex(Uint8Array.of(crc & 0xff, crc >> 8));
    throw thermoError('THERMO_CHECKSUM', { format: FORMAT, received: hex(bytes.subarray(end)), expected });
  }
  const unit = u8(bytes, 0);
  const fc = u8(bytes, 1);
  if (fc & 0x80) throw thermoError('THERMO_SENSOR_FAULT', { format: FORMAT, value: `exception ${u8(bytes, 2)}` });
  const isRead = READS.has(fc);
  // An answer of eight bytes would hold three bytes of data, which is no whole number of registers.
  if (isRead && bytes.length === 8) return readRequest(bytes, map, unit, fc);
  if (isRead) return readAnswer(bytes, map, unit, fc);
  if (fc === 6 && bytes.length === 8) return writeOne(bytes, map, unit, fc);
  throw thermoError('THERMO_PAYLOAD_INVALID', { format: FORMAT, where: 'function', reason: `code ${fc}` });
}

function readRequest(bytes: Uint8Array, map: RegisterMap, unit: number, fc: number) {
  const first = u16be(bytes, 2);
  const count = u16be(bytes, 4);
  if (count < 1 || count > 125) {
    throw thermoError('THERMO_PAYLOAD_INVALID', { format: FORMAT, where: 'count', reason: String(count) });
  }
  const names = Array.from({ length: count }, (_, i) => registerAt(map, first + i)?.name ?? address(first + i));
  const what = fc === 3 ? 'holding' : 'input';
  const meaning = `read ${count} ${what} registers from ${address(first)} (${names.join(', ')})`;
  return { unit, fc, address: first, count, names, meaning };
}

function readAnswer(bytes: Uint8Array, map: RegisterMap, unit: number, fc: number) {
  const length = u8(bytes, 2);
  if (length !== bytes.length - 5 || length % 2 !== 0) {
    throw thermoError('THERMO_FRAME_LENGTH', { format: FORMAT, received: bytes.length, expected: length + 5 });
  }
  const regs = Array.from({ length: length / 2 }, (_, i) => u16be(bytes, 3 + 2 * i));
  const object = map.registers.find((register) => register.name === map.object);
  return { unit, fc, regs, values: object === undefined ? [] : regs.map((word) => registerValue(object, word)) };
}

function writeOne(bytes: Uint8Array, map: RegisterMap, unit: number, fc: number) {
  const at = u16be(bytes, 2);
  const raw = u16be(bytes, 4);
  const register = registerAt(map, at);
  const value = register === null ? raw : registerValue(register, raw);
  const meaning = `write ${register?.name ?? 'register'} ${value} to ${address(at)} (x ${register?.scale ?? 1})`;
  return { unit, fc, address: at, raw, value, meaning };
}
