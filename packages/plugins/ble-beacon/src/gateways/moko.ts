import { bleError } from '../errors.js';
import { bytesOf, isObject, macOf, parseObject, rssiOf } from './fields.js';
import type { Heard } from './heard.js';

/** `2021-01-01&17:10:16+08`: local time and whole hours east of UTC. */
const TIME = /^(\d{4}-\d{2}-\d{2})&(\d{2}:\d{2}:\d{2})([+-]\d{2})$/;

/**
 * Scan messages of MOKO gateways (reelyactive/barnowl-mokosmart): 3004 with `raw`, 3070 with `adv_data` / `rsp_data`.
 * Other messages give an empty list.
 * @throws BLE_PAYLOAD_INVALID
 */
export function readMoko(text: string): readonly Heard[] {
  const body = parseObject('moko-mqtt', text);
  if (typeof body.msg_id !== 'number') {
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'moko-mqtt', where: '/msg_id', reason: 'missing' });
  }
  if (body.msg_id !== 3004 && body.msg_id !== 3070) return [];
  const gateway = macOf(isObject(body.device_info) ? body.device_info.mac : undefined);
  const found = body.data ?? body.value;
  const values = Array.isArray(found) ? found : [found];
  return values.filter(isObject).flatMap((value) => {
    const adv = bytesOf(value.raw) ?? bytesOf(value.adv_data) ?? bytesOf(value.rsp_data);
    const mac = macOf(value.mac);
    if (adv === null || mac === null) return [];
    return [
      { gateway, mac, random: null, rssiDbm: rssiOf('moko-mqtt', value.rssi), adv, gatewayAtMs: mokoTime(value) },
    ];
  });
}

function mokoTime(value: Readonly<Record<string, unknown>>): number | null {
  const match = TIME.exec(String(value.current_time ?? value.timestamp ?? ''));
  if (!match) return null;
  const parsed = Date.parse(`${match[1]}T${match[2]}${match[3]}:00`);
  return Number.isNaN(parsed) ? null : parsed;
}
