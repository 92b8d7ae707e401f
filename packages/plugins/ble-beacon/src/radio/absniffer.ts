import { fromHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import type { Heard } from '../gateways/heard.js';

export interface AbSnifferHeard extends Heard {
  readonly advType: number;
}

const LINE = /^OK\+SCAN:([0-9A-F]{12}),(-?\d{1,3}),(\d{1,2}),(\d{1,3}),([0-9A-F]*)$/i;

/**
 * One line of an ABSniffer 528: `OK+SCAN:mac,rssi,type,length,hex`, 115200 baud (AprilBrother/wiki.aprbrother).
 * A line whose length does not fit was cut by an overrun.
 * @throws BLE_PAYLOAD_INVALID
 */
export function readAbSniffer(line: string): AbSnifferHeard {
  const match = LINE.exec(line.trim());
  const adv = match && fromHex(match[5] ?? '');
  if (!match || !adv)
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'absniffer-serial', where: 0, reason: 'no OK+SCAN' });
  if (adv.length !== Number(match[4])) {
    throw bleError('BLE_PAYLOAD_INVALID', {
      format: 'absniffer-serial',
      where: line.length,
      reason: `${match[4]} bytes announced, ${adv.length} there`,
    });
  }
  return {
    gateway: null,
    mac: (match[1] ?? '').toLowerCase(),
    random: null,
    rssiDbm: Number(match[2]),
    adv,
    gatewayAtMs: null,
    advType: Number(match[3]),
  };
}
