import { bleError } from '../errors.js';
import { bytesOf, isObject, macOf, numberOf, parseObject, rssiOf } from './fields.js';
import type { Heard } from './heard.js';

export interface CassiaHeard extends Heard {
  readonly evtType: number | null;
}

/**
 * One event of `GET /gap/nodes?event=1` (CassiaNetworks, debugger2); with or without `data:` in front.
 * Firmware differs in `evtType` and `evt_type`; a scan response comes as `scanData`.
 * @throws BLE_PAYLOAD_INVALID
 */
export function readCassia(text: string): CassiaHeard {
  const body = parseObject('cassia-sse', text.replace(/^data:\s*/, ''));
  const addresses = Array.isArray(body.bdaddrs) ? body.bdaddrs.filter(isObject) : [];
  const mac = macOf(addresses[0]?.bdaddr);
  const adv = bytesOf(body.adData) ?? bytesOf(body.scanData);
  if (mac === null || adv === null) {
    const where = mac === null ? '/bdaddrs' : '/adData';
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'cassia-sse', where, reason: 'missing' });
  }
  return {
    gateway: null,
    mac,
    random: addresses[0]?.bdaddrType === undefined ? null : addresses[0].bdaddrType === 'random',
    rssiDbm: rssiOf('cassia-sse', body.rssi),
    adv,
    gatewayAtMs: null,
    evtType: numberOf(body.evtType) ?? numberOf(body.evt_type),
  };
}
