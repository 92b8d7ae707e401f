import { toHex } from '@hadir/sdk/proximity';
import { decode } from '@msgpack/msgpack';
import { bleError } from '../errors.js';
import { isObject, macOf, numberOf } from './fields.js';
import type { Heard } from './heard.js';

/** One device record: `type(1) mac(6) rssi(1, minus 256) advert`. */
export interface AprilBrotherHeard extends Heard {
  readonly advType: number;
}

export interface AprilBrotherMessage {
  readonly v: string | null;
  readonly mid: number | null;
  readonly time: number | null;
  readonly ip: string | null;
  readonly mac: string | null;
  readonly devices: readonly AprilBrotherHeard[];
}

const FORMAT = 'aprilbrother-msgpack';
const RECORD_HEAD = 8;

/** One element of `devices` (AprilBrother/wiki.aprbrother, V4 gateway guide). @throws BLE_PAYLOAD_INVALID */
export function readAprilBrotherRecord(record: Uint8Array, gateway: string | null = null): AprilBrotherHeard {
  if (record.length < RECORD_HEAD) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: FORMAT, where: '/devices', reason: 'record shorter than 8 bytes' });
  }
  return {
    gateway,
    advType: record[0] ?? 0,
    mac: toHex(record.subarray(1, 7)),
    random: null,
    rssiDbm: (record[7] ?? 0) - 256,
    adv: record.subarray(RECORD_HEAD),
    gatewayAtMs: null,
  };
}

/** A whole body over HTTP, MQTT or WebSocket. Older firmware sends records as strings, so strings are kept as bytes. */
export function readAprilBrother(bytes: Uint8Array): AprilBrotherMessage {
  const body = unpack(bytes);
  if (!isObject(body) || !Array.isArray(body.devices)) {
    throw bleError('BLE_PAYLOAD_INVALID', { format: FORMAT, where: '/devices', reason: 'no list of devices' });
  }
  const mac = textOf(body.mac);
  const gateway = macOf(mac);
  return {
    v: textOf(body.v),
    mid: numberOf(body.mid),
    time: numberOf(body.time),
    ip: textOf(body.ip),
    mac,
    devices: body.devices.map((record) => {
      if (record instanceof Uint8Array) return readAprilBrotherRecord(record, gateway);
      throw bleError('BLE_PAYLOAD_INVALID', {
        format: FORMAT,
        where: '/devices',
        reason: 'a record that is not bytes',
      });
    }),
  };
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      rawStrings: true,
      maxStrLength: 4096,
      maxBinLength: 4096,
      maxArrayLength: 4096,
      mapKeyConverter: (key) => (key instanceof Uint8Array ? Buffer.from(key).toString('utf8') : String(key)),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 80) : 'not msgpack';
    throw bleError('BLE_PAYLOAD_INVALID', { format: FORMAT, where: '/', reason }, error);
  }
}

function textOf(value: unknown): string | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : null;
}
