import { toHex } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { bytesOf, isObject, macOf, parseJson, rssiOf, timeMsOf } from './fields.js';
import type { Heard } from './heard.js';

/** One packet of a transmitter. */
export interface MinewHeard extends Heard {
  /** The byte after the advert, whose bits the gateway's maker does not tell. */
  readonly response: number | null;
}

const HEAD_BYTES = 14;

/** A random static or resolvable address shows in its two highest bits; a public one may too, so this is a guess. */
const looksRandom = (mac: string): boolean => Number.parseInt(mac.slice(0, 2), 16) >= 0xc0;

/**
 * BINARY-LONG: `BB 01 length(4 BE) gateway(6) transmitters(2 BE)`, for each `mac(6) packets(2 BE)` and for each packet
 * `length advert response(1) rssi`, then `DD` (reelyactive/barnowl-minew). The length counts what follows it up to DD.
 * @throws BLE_PAYLOAD_INVALID
 */
export function readMinewBinary(bytes: Uint8Array): readonly MinewHeard[] {
  const fail = (where: number, reason: string) =>
    bleError('BLE_PAYLOAD_INVALID', { format: 'minew-binary', where, reason });
  if (bytes.length < HEAD_BYTES + 1 || bytes[0] !== 0xbb || bytes[1] !== 0x01)
    throw fail(0, 'does not begin with BB01');
  if (bytes.at(-1) !== 0xdd) throw fail(bytes.length - 1, 'does not end with DD');
  const end = bytes.length - 1;
  let offset = HEAD_BYTES;
  const take = (length: number): Uint8Array => {
    if (offset + length > end) throw fail(offset, 'cut off');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const gateway = toHex(bytes.subarray(6, 12));
  const heard: MinewHeard[] = [];
  for (let transmitters = word(bytes, 12); transmitters > 0; transmitters--) {
    const mac = toHex(take(6));
    for (let packets = word(take(2), 0); packets > 0; packets--) {
      const adv = take(take(1)[0] ?? 0);
      const [response = 0, rssi = 0] = take(2);
      const rssiDbm = (rssi << 24) >> 24;
      heard.push({
        gateway,
        mac,
        random: looksRandom(mac),
        rssiDbm,
        adv,
        response,
        gatewayAtMs: null,
      });
    }
  }
  if (offset !== end) throw fail(offset, 'more bytes than transmitters');
  return heard;
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

/** JSON-LONG: a list whose first element is the gateway. Elements without raw data are skipped. @throws BLE_PAYLOAD_INVALID */
export function readMinewJson(text: string): readonly MinewHeard[] {
  const list = parseJson('minew-json', text);
  if (!Array.isArray(list)) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: 'minew-json', where: '/', reason: 'not a list' });
  }
  const items = list.filter(isObject);
  const gateway = macOf(items.find((item) => item.type === 'Gateway')?.mac);
  return items.flatMap((item) => {
    const adv = bytesOf(item.rawData);
    const mac = macOf(item.mac);
    if (item.type === 'Gateway' || adv === null || mac === null) return [];
    return [
      {
        gateway,
        mac,
        random: looksRandom(mac),
        rssiDbm: rssiOf('minew-json', item.rssi),
        adv,
        response: null,
        gatewayAtMs: timeMsOf(item.timestamp),
      },
    ];
  });
}
