import { randomBytes } from 'node:crypto';
import { eidAdvert } from '@hadir/plugin-ble-beacon/testing';

/** Heard only before, and only after, all others. */
export const FIRST = 'first';
export const LAST = 'last';

export interface BenchBeacon {
  readonly id: string;
  readonly match: 'eid';
  readonly identityKey: string;
  readonly rotationExponent: number;
}

export type MessageFormat = 'omg' | 'minew-binary';

export const makeBeacons = (count: number): readonly BenchBeacon[] =>
  [FIRST, LAST, ...Array.from({ length: count }, (_, i) => `b${i}`)].map((id) => ({
    id,
    match: 'eid',
    identityKey: randomBytes(16).toString('hex'),
    rotationExponent: 5,
  }));

interface Heard {
  readonly mac: Buffer;
  readonly rssiDbm: number;
  readonly adv: Uint8Array;
}

function hear({ identityKey }: BenchBeacon, index: number): Heard {
  const mac = Buffer.alloc(6);
  mac.writeUIntBE(0xc20000000000 + index, 0, 6);
  const key = { identityKey: Buffer.from(identityKey, 'hex'), rotationExponent: 5 };
  return { mac, rssiDbm: -50 - (index % 17), adv: eidAdvert(key, Date.now() / 1000) };
}

/** MQTT packets (3.1.1, section 3.3) with all adverts of the beacons once: one packet an advert, or as many as fit. */
export function packetsOf(format: MessageFormat, beacons: readonly BenchBeacon[], perPacket: number): Buffer {
  const heard = beacons.map(hear);
  const packets: Buffer[] = [];
  for (let at = 0; at < heard.length; at += perPacket) {
    const part = heard.slice(at, at + perPacket);
    packets.push(publish('home/gw1/BTtoMQTT/x', format === 'omg' ? omg(part[0] as Heard) : minew(part)));
  }
  return Buffer.concat(packets);
}

/** As OpenMQTTGateway sends it with `pubadvdata`. */
function omg({ mac, rssiDbm, adv }: Heard): Buffer {
  const servicedata = Buffer.from(adv.subarray(-10)).toString('hex');
  return Buffer.from(
    JSON.stringify({ id: mac.toString('hex'), rssi: rssiDbm, servicedatauuid: '0xfeaa', servicedata }),
  );
}

/** Minew BINARY-LONG: BB 01, length, gateway, number, records, DD. */
function minew(heard: readonly Heard[]): Buffer {
  const records = heard.map(({ mac, rssiDbm, adv }) =>
    Buffer.concat([mac, Buffer.from([0, 1, adv.length]), adv, Buffer.from([0, rssiDbm & 0xff])]),
  );
  const body = Buffer.concat([Buffer.from('ac233fc00001', 'hex'), uint16(heard.length), ...records]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([0xbb, 0x01]), length, body, Buffer.from([0xdd])]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function publish(topic: string, payload: Buffer): Buffer {
  const rest = Buffer.concat([uint16(topic.length), Buffer.from(topic), payload]);
  const length: number[] = [];
  for (let left = rest.length; ; ) {
    const digit = left % 128;
    left = Math.floor(left / 128);
    length.push(left > 0 ? digit | 0x80 : digit);
    if (left === 0) break;
  }
  return Buffer.concat([Buffer.from([0x30, ...length]), rest]);
}

/** CONNECT, clean session, no keep-alive. */
export const CONNECT = Buffer.from([0x10, 0x0e, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, 2, ...Buffer.from('gw')]);
