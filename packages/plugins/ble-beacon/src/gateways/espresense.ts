import { type AdStructure, uuidText, writeAdStructures } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { macOf, numberOf, parseObject, rssiOf } from './fields.js';
import type { Heard } from './heard.js';

/** What ESPresense says of one device in `espresense/devices/<id>/<room>`. It never carries the advert itself. */
export interface Espresense extends Heard {
  readonly id: string;
  readonly uuid: string | null;
  readonly major: number | null;
  readonly minor: number | null;
  readonly tx1m: number | null;
  readonly distanceM: number | null;
  readonly varianceDb: number | null;
  readonly intervalMs: number | null;
}

/** Major and minor are decimal in the id. */
const IBEACON_ID = /^iBeacon:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,5})-(\d{1,5})$/i;

/** @throws BLE_PAYLOAD_INVALID */
export function readEspresense(text: string): Espresense {
  const body = parseObject('espresense', text);
  const { id } = body;
  if (typeof id !== 'string' || id.length > 120) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'espresense', where: '/id', reason: 'no id' });
  }
  const [, uuid, major, minor] = IBEACON_ID.exec(id) ?? [];
  const beacon = { uuid: uuid?.toLowerCase() ?? null, major: smallOf(major), minor: smallOf(minor) };
  const tx1m = numberOf(body['rssi@1m']);
  return {
    id,
    ...beacon,
    tx1m,
    gateway: null,
    mac: macOf(body.mac),
    random: null,
    rssiDbm: rssiOf('espresense', body.rssi),
    adv: iBeaconPayload(beacon, tx1m),
    gatewayAtMs: null,
    distanceM: numberOf(body.distance),
    varianceDb: numberOf(body.rssiVar),
    intervalMs: numberOf(body.int),
  };
}

function smallOf(text: string | undefined): number | null {
  const number = Number(text ?? Number.NaN);
  return number <= 0xffff ? number : null;
}

/** The iBeacon frame that such fields came from; null unless they are all there. */
export function iBeaconPayload(
  beacon: { readonly uuid: string | null; readonly major: number | null; readonly minor: number | null },
  tx1m: number | null,
): Uint8Array | null {
  const { uuid, major, minor } = beacon;
  if (uuid === null || major === null || minor === null) return null;
  const data = [...Buffer.from(uuid.replaceAll('-', ''), 'hex')];
  const numbers = [major >> 8, major & 0xff, minor >> 8, minor & 0xff, (tx1m ?? 0) & 0xff];
  const structure: AdStructure = { type: 0xff, data: Uint8Array.of(0x4c, 0, 0x02, 0x15, ...data, ...numbers) };
  return writeAdStructures([structure]);
}

/** A UUID with hyphens out of 32 digits with or without them; null for anything else. */
export function uuidOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const digits = value.replaceAll('-', '');
  return /^[0-9a-fA-F]{32}$/.test(digits) ? uuidText(Uint8Array.from(Buffer.from(digits, 'hex')), 0) : null;
}
