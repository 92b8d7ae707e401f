import { bleError } from '../errors.js';

/** One command to the controller: `01 opcode(2 LE) length parameters` (Bluetooth Core, Vol 4 Part E, 5.4.1). */
export interface HciCommand {
  readonly opcode: number;
  readonly parameters: Uint8Array;
}

const COMMAND_PACKET = 0x01;
export const HCI = {
  reset: 0x0c03,
  setEventMask: 0x0c01,
  leSetEventMask: 0x2001,
  leSetScanParameters: 0x200b,
  leSetScanEnable: 0x200c,
} as const;

export function writeHciCommand({ opcode, parameters }: HciCommand): Uint8Array {
  return Uint8Array.of(COMMAND_PACKET, opcode & 0xff, opcode >> 8, parameters.length, ...parameters);
}

/** @throws BLE_PAYLOAD_INVALID */
export function readHciCommand(packet: Uint8Array): HciCommand {
  if (packet[0] !== COMMAND_PACKET || packet.length < 4 || packet.length !== 4 + (packet[3] ?? 0)) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'hci-h4', where: 0, reason: 'no command packet' });
  }
  return { opcode: (packet[1] ?? 0) | ((packet[2] ?? 0) << 8), parameters: packet.subarray(4) };
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/**
 * Starts a passive scan: nothing is sent to the air, every frame is reported (a duplicate filter would hide the strengths).
 * Interval 40 ms, window 30 ms.
 */
export const START_PASSIVE_SCAN: readonly HciCommand[] = Object.freeze([
  { opcode: HCI.reset, parameters: bytes('') },
  { opcode: HCI.setEventMask, parameters: bytes('fffffbff07f8bf3d') },
  { opcode: HCI.leSetEventMask, parameters: bytes('1f00000000000000') },
  { opcode: HCI.leSetScanParameters, parameters: bytes('00400030000000') },
  { opcode: HCI.leSetScanEnable, parameters: bytes('0100') },
]);

/** Turns scanning off, sent when the radio is given back. */
export const STOP_SCAN: HciCommand = Object.freeze({ opcode: HCI.leSetScanEnable, parameters: bytes('0000') });

/** Scan times are counted in 0.625 ms. */
const SLOT_MS = 0.625;

/** What a command asks for, in words. */
export function describeHciCommand({ opcode, parameters: p }: HciCommand): string {
  const slots = (offset: number) => ((p[offset] ?? 0) | ((p[offset + 1] ?? 0) << 8)) * SLOT_MS;
  switch (opcode) {
    case HCI.reset:
      return 'Reset';
    case HCI.setEventMask:
      return 'Set Event Mask';
    case HCI.leSetEventMask:
      return `LE Set Event Mask (bit 1 = advertising report${(p[0] ?? 0) & 2 ? '' : ' off'})`;
    case HCI.leSetScanParameters: {
      const address = p[5] === 0 ? 'public' : 'random';
      const accepts = p[6] === 0 ? 'accept all' : 'accept list only';
      const kind = p[0] === 0 ? 'passive' : 'active';
      return `LE Set Scan Parameters ${kind}, interval ${slots(1)} ms, window ${slots(3)} ms, ${address}, ${accepts}`;
    }
    case HCI.leSetScanEnable:
      return `LE Set Scan Enable ${p[0] === 1 ? 'on' : 'off'}, ${p[1] === 0 ? 'no duplicate filter' : 'duplicate filter'}`;
    default:
      return `opcode 0x${opcode.toString(16).padStart(4, '0')}`;
  }
}
