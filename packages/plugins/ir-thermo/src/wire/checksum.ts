import { u8 } from './bytes.js';

/** SMBus packet error code: CRC-8, polynomial 07, start 0 (System Management Bus specification 2.0, §5.4). */
export function smbusPec(bytes: Uint8Array, length = bytes.length): number {
  let crc = 0;
  for (let i = 0; i < length; i++) {
    crc ^= u8(bytes, i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}

/** Modbus CRC-16: polynomial A001 reflected, start FFFF (Modbus over Serial Line 1.02, §6.2.2). */
export function modbusCrc(bytes: Uint8Array, length = bytes.length): number {
  let crc = 0xffff;
  for (let i = 0; i < length; i++) {
    crc ^= u8(bytes, i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
