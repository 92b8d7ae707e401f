import { toHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import type { Heard } from '../gateways/heard.js';

/** One advertising report of a Bluetooth controller. */
export interface HciReport extends Heard {
  readonly evtType: number;
  readonly addrType: number;
}

export type HciEvent =
  | { readonly kind: 'report'; readonly report: HciReport }
  /** A command was carried out; `status` 0 is success. */
  | { readonly kind: 'command-complete'; readonly opcode: number; readonly status: number }
  | { readonly kind: 'other'; readonly event: number };

const EVENT_PACKET = 0x04;
const COMMAND_COMPLETE = 0x0e;
const LE_META = 0x3e;
const ADVERTISING_REPORT = 0x02;

/**
 * One H4 event packet: `04 event length parameters` (Bluetooth Core, Vol 4 Part A and Part E, 7.7.65.2). Controllers send
 * one report in each event; more than one is refused, because their fields come interleaved on some and not on others.
 * @throws BLE_PAYLOAD_INVALID
 */
export function readHciEvent(packet: Uint8Array): HciEvent {
  const fail = (where: number, reason: string) => bleError('BLE_PAYLOAD_INVALID', { format: 'hci-h4', where, reason });
  if (packet[0] !== EVENT_PACKET) throw fail(0, 'no event packet (04)');
  if (packet.length < 3 || packet.length !== 3 + (packet[2] ?? 0)) throw fail(2, 'length does not fit');
  const event = packet[1] ?? 0;
  if (event === COMMAND_COMPLETE && packet.length >= 7) {
    const opcode = (packet[4] ?? 0) | ((packet[5] ?? 0) << 8);
    return { kind: 'command-complete', opcode, status: packet[6] ?? 0 };
  }
  if (event !== LE_META || packet[3] !== ADVERTISING_REPORT) return { kind: 'other', event };
  if (packet[4] !== 1) throw fail(4, `${packet[4] ?? 0} reports in one event`);
  const length = packet[13] ?? 0;
  if (packet.length !== 15 + length) throw fail(13, 'advert longer or shorter than the event');
  const addrType = packet[6] ?? 0;
  return {
    kind: 'report',
    report: {
      gateway: null,
      evtType: packet[5] ?? 0,
      addrType,
      mac: toHex(Uint8Array.from(packet.subarray(7, 13)).reverse()),
      random: (addrType & 1) === 1,
      rssiDbm: ((packet[14 + length] ?? 0) << 24) >> 24,
      adv: packet.subarray(14, 14 + length),
      gatewayAtMs: null,
    },
  };
}
