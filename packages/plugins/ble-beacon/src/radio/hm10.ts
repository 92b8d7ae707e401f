import { uuidText } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { iBeaconPayload } from '../gateways/espresense.js';
import type { Heard } from '../gateways/heard.js';

/** One `OK+DISC:` record. It shows iBeacons only; rotating identifiers cannot pass. */
export interface Hm10Heard extends Heard {
  readonly ibeacon: boolean;
  readonly uuid: string;
  readonly major: number;
  readonly minor: number;
  readonly tx1m: number;
}

const RECORD = /OK\+DIS[C0-9]:([0-9A-F]{8}):([0-9A-F]{32}):([0-9A-F]{10}):([0-9A-F]{12}):(-\d{3})/gi;
const LONGEST = 78;

/**
 * Reads `AT+DISI?` answers out of a growing text (HM-10 data sheet; HM-17 writes `OK+DIS0:`). Nothing separates records
 * but the next `OK+`.
 * @returns the records, and what must stay in the buffer for more to come
 */
export function takeHm10(text: string): { readonly heard: readonly Hm10Heard[]; readonly rest: string } {
  const heard: Hm10Heard[] = [];
  let end = 0;
  for (const match of text.matchAll(RECORD)) {
    end = match.index + match[0].length;
    heard.push(recordOf(match));
  }
  return { heard, rest: text.slice(end).slice(-LONGEST) };
}

/** A whole capture. @throws BLE_PAYLOAD_INVALID when it holds no record */
export function readHm10(text: string): readonly Hm10Heard[] {
  const { heard } = takeHm10(text);
  if (heard.length > 0 || /^OK\+DISISOK\+DISCE$/.test(text.trim())) return heard;
  throw bleError('BLE_PAYLOAD_INVALID', { format: 'hm10-serial', where: 0, reason: 'no OK+DISC record' });
}

function recordOf([, factory = '', uuidHex = '', numbers = '', mac = '', rssi = '']: readonly string[]): Hm10Heard {
  const bytes = Buffer.from(numbers, 'hex');
  const ibeacon = factory.toUpperCase() === '4C000215';
  const uuid = uuidText(Uint8Array.from(Buffer.from(uuidHex, 'hex')), 0);
  const major = bytes.readUInt16BE(0);
  const minor = bytes.readUInt16BE(2);
  const tx1m = bytes.readInt8(4);
  return {
    ibeacon,
    uuid,
    major,
    minor,
    tx1m,
    gateway: null,
    mac: mac.toLowerCase(),
    random: null,
    rssiDbm: Number(rssi),
    adv: ibeacon ? iBeaconPayload({ uuid, major, minor }, tx1m) : null,
    gatewayAtMs: null,
  };
}
