import { bleError } from '../errors.js';
import { bytesOf, isObject, macOf, numberOf, parseObject, rssiOf, timeMsOf } from './fields.js';
import type { Heard } from './heard.js';

/** One tag as a Ruuvi Gateway tells it; `company_use_filtering` must be false, else it passes Ruuvi's own tags only. */
export interface RuuviHeard extends Heard {
  /** Counts up when the gateway has no clock. */
  readonly counter: number | null;
}

/** HTTP body: `{data: {gw_mac, tags: {MAC: {rssi, timestamp, data}}}}` (ruuvi/docs). @throws BLE_PAYLOAD_INVALID */
export function readRuuviHttp(text: string): readonly RuuviHeard[] {
  const { data } = parseObject('ruuvi-http', text);
  if (!isObject(data) || !isObject(data.tags)) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'ruuvi-http', where: '/data/tags', reason: 'no tags' });
  }
  const gateway = macOf(data.gw_mac) ?? macOf(data.gwmac);
  return Object.entries(data.tags).map(([mac, tag]) => {
    if (isObject(tag)) return heard('ruuvi-http', gateway, macOf(mac), tag, tag.timestamp);
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'ruuvi-http', where: `/data/tags/${mac}`, reason: 'no object' });
  });
}

/** MQTT body; the address of the tag is the last level of the topic `ruuvi/<gateway>/<tag>`. @throws BLE_PAYLOAD_INVALID */
export function readRuuviMqtt(text: string, tagMac: string | null = null): RuuviHeard {
  const body = parseObject('ruuvi-mqtt', text);
  return heard('ruuvi-mqtt', macOf(body.gw_mac), tagMac, body, body.ts);
}

function heard(
  format: string,
  gateway: string | null,
  mac: string | null,
  tag: Readonly<Record<string, unknown>>,
  time: unknown,
): RuuviHeard {
  const adv = bytesOf(tag.data);
  if (adv === null) throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/data', reason: 'no advert' });
  const counter = typeof tag.cnt === 'string' ? Number(tag.cnt) : tag.cnt;
  return {
    gateway,
    mac,
    random: null,
    rssiDbm: rssiOf(format, tag.rssi),
    adv,
    gatewayAtMs: timeMsOf(time),
    counter: numberOf(counter),
  };
}
