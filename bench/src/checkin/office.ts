import { eidAdvert, type SoftwareAuthenticator, softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
import type { JsonCaller } from './json-caller.js';

/** What a hub knows when nobody set it otherwise. */
const RP_ID = 'localhost';
const ORIGIN = 'http://localhost:8800';

export interface Phone {
  readonly authenticator: SoftwareAuthenticator;
}

/** An office with one beacon, and the phones of those who work there. */
export interface BenchOffice {
  readonly siteId: string;
  readonly phones: readonly Phone[];
  /** The beacon's frames as a phone at a desk hears them now: the same for all in one period, strengths are each one's own. */
  hear(): readonly { readonly dt: number; readonly rssi: number; readonly adv: string }[];
}

const FRAMES = 8;
const EVERY_MS = 200;
const AT_ONCE = 8;

/** Sets the office up and enrols the phones by the real protocol. */
export async function openOffice(call: JsonCaller, key: string, people: number): Promise<BenchOffice> {
  const admin = <Body>(method: string, path: string, body: unknown): Promise<Body> => call(method, path, body, key);
  const rule = { thresholdDbm: -75, minSpreadMs: 1000, minDistinctSeconds: 1 };
  const site = await admin<{ id: string }>('POST', '/checkin/sites', {
    name: 'Kantor Bupati',
    zone: 'Asia/Makassar',
    ...rule,
  });
  const made = await admin<{ key: string }>('POST', `/checkin/sites/${site.id}/beacons`, { name: 'lobi', kind: 'eid' });
  const beacon = { identityKey: Buffer.from(made.key, 'hex'), rotationExponent: 5 };
  const phones: Phone[] = [];
  const enrol = async (number: number): Promise<void> => {
    const person = await admin<{ id: string }>('POST', '/people', { name: `Pegawai ${number}` });
    await admin('PUT', `/checkin/people/${person.id}/sites`, { siteIds: [site.id] });
    const { code } = await admin<{ code: string }>('POST', `/checkin/people/${person.id}/window`, {});
    const begun = await call<{ enrolmentId: string }>('POST', '/checkin/enrol/begin', { code });
    const authenticator = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
    const response = authenticator.register(begun.enrolmentId);
    await call('POST', '/checkin/enrol/finish', { enrolmentId: begun.enrolmentId, response });
    phones.push({ authenticator });
  };
  for (let at = 0; at < people; at += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, people - at) }, (_, i) => enrol(at + i)));
  }
  return {
    siteId: site.id,
    phones,
    hear() {
      const adv = Buffer.from(eidAdvert(beacon, Date.now() / 1000)).toString('hex');
      return Array.from({ length: FRAMES }, (_, i) => ({
        dt: i * EVERY_MS,
        rssi: Math.round(-58 + 3 * normal()),
        adv,
      }));
    },
  };
}

/** What changes with every frame, as people move about. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
