import { type AdStructure, type Advert, readAdvert, toHex, writeAdStructures } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { iBeaconPayload, uuidOf } from './espresense.js';
import { bytesOf, macOf, numberOf, parseObject, rssiOf } from './fields.js';
import type { Heard } from './heard.js';

/** What OpenMQTTGateway and Theengs Gateway publish of one advert: decoded fields, and parts of the advert when asked. */
export interface DecoderJson extends Heard {
  readonly uuid: string | null;
  readonly major: number | null;
  readonly minor: number | null;
  readonly tx1m: number | null;
  readonly serviceData: string | null;
  readonly manufacturerData: string | null;
  readonly beacon: Advert | null;
}

/**
 * One message of `home/<gateway>/BTtoMQTT/<MAC>` (1technophile/OpenMQTTGateway, theengs/gateway). Service data without
 * `servicedatauuid` cannot be called Eddystone. To carry rotating identifiers the gateway needs `pubadvdata`
 * (OpenMQTTGateway) or `PUBLISH_ADVDATA` (Theengs).
 * @throws BLE_PAYLOAD_INVALID
 */
export function readDecoderJson(format: 'omg-mqtt' | 'theengs-mqtt', text: string): DecoderJson {
  const body = parseObject(format, text);
  const mac = macOf(body.id) ?? macOf(body.mac);
  if (mac === null) throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/id', reason: 'no address' });
  const serviceData = bytesOf(body.servicedata);
  const manufacturerData = bytesOf(body.manufacturerdata);
  const ids = { uuid: uuidOf(body.uuid), major: portOf(body.major), minor: portOf(body.minor) };
  const tx1m = numberOf(body.txpower);
  const adv = rebuilt(manufacturerData, uuid16Of(body.servicedatauuid), serviceData) ?? iBeaconPayload(ids, tx1m);
  return {
    gateway: null,
    mac,
    random: body.mac_type === undefined ? null : body.mac_type !== 0,
    rssiDbm: rssiOf(format, body.rssi),
    adv,
    gatewayAtMs: null,
    ...ids,
    tx1m,
    serviceData: serviceData && toHex(serviceData),
    manufacturerData: manufacturerData && toHex(manufacturerData),
    beacon: adv && readAdvert(adv),
  };
}

function portOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff ? value : null;
}

function uuid16Of(value: unknown): number | null {
  const bytes = bytesOf(value);
  return bytes?.length === 2 ? ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0) : null;
}

function rebuilt(
  manufacturer: Uint8Array | null,
  uuid16: number | null,
  service: Uint8Array | null,
): Uint8Array | null {
  const structures: AdStructure[] = [];
  if (manufacturer && manufacturer.length <= 254) structures.push({ type: 0xff, data: manufacturer });
  if (service && uuid16 !== null && service.length <= 252) {
    structures.push({ type: 0x16, data: Uint8Array.of(uuid16 & 0xff, uuid16 >> 8, ...service) });
  }
  return structures.length === 0 ? null : writeAdStructures(structures);
}
