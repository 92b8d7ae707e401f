import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eidAdvert, softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
import { bindChallenge, type CheckinAnswer, type CheckinBegun, evidenceBytes, witnessToken } from '@hadir/sdk/checkin';
import { witnessAdvert } from '@hadir/sdk/proximity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { checkinWorld } from './support/checkin-world.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const ORIGIN = 'https://absen.example.go.id';
const RP_ID = 'absen.example.go.id';
const PLUGIN = fileURLToPath(new URL('../../../packages/plugins/ble-beacon', import.meta.url));
const SECRET = 'gerbang-lobi-1';
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let gatewayUrl: string;
let deviceId: string;
const world = checkinWorld(() => hub);

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  const port = await freePort();
  hub = await startTestHub({
    databaseUrl: database.url,
    plugins: [{ use: PLUGIN, settings: { http: { host: '127.0.0.1', port } } }],
    settings: { checkin: { rpId: RP_ID, origins: [ORIGIN] } },
  });
  gatewayUrl = `http://127.0.0.1:${port}/gateway/${SECRET}`;
  const config = { transport: 'http', format: 'ruuvi', pathSecret: SECRET, witness: true, beacons: [] };
  const device = await world.ok<{ id: string }>('POST', '/devices', {
    pluginId: 'ble-beacon',
    name: 'Gerbang lobi',
    zone: 'Asia/Makassar',
    config,
  });
  deviceId = device.id;
  // The listener opens with the device.
  await eventually(async () => (await heard(new Uint8Array([2, 1, 6]), -60)) === 200);
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** The gateway of the lobby says what it heard. */
async function heard(adv: Uint8Array, rssi: number, url = gatewayUrl): Promise<number | null> {
  const body = JSON.stringify({
    data: {
      gw_mac: 'C8:25:2D:8E:9C:2C',
      tags: { 'AA:BB:CC:DD:EE:FF': { rssi, data: Buffer.from(adv).toString('hex') } },
    },
  });
  return fetch(url, { method: 'POST', body }).then(
    ({ status }) => status,
    () => null,
  );
}

let offices = 0;
async function office(witness: Record<string, unknown>) {
  const rule = { minSpreadMs: 1000, minDistinctSeconds: 1 };
  offices += 1;
  const name = `Kantor ${offices}`;
  const site = await world.ok<{ id: string }>('POST', '/checkin/sites', { name, zone: 'Asia/Makassar', ...rule });
  await world.ok('PATCH', `/checkin/sites/${site.id}`, { gatewayIds: [deviceId], ...witness });
  const made = await world.ok<{ key: string }>('POST', `/checkin/sites/${site.id}/beacons`, {
    name: 'lobi',
    kind: 'eid',
  });
  const personId = await world.addPerson('Pegawai', []);
  await world.ok('PUT', `/checkin/people/${personId}/sites`, { siteIds: [site.id] });
  const phone = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
  const post = async <Body>(path: string, body: unknown) =>
    (await hub.call<Body>('POST', `/api/v1/checkin/${path}`, { key: null, body })).body;
  const { enrolmentId } = await post<{ enrolmentId: string }>('enrol/begin', {
    code: await world.openWindow(personId),
  });
  await post('enrol/finish', { enrolmentId, response: phone.register(enrolmentId) });
  const beacon = { identityKey: Buffer.from(made.key, 'hex'), rotationExponent: 5 };
  /** Checks in; the phone advertises its token, and the gateway hears it so strongly, or not at all. */
  return async (gatewayDbm: number | null, token?: Uint8Array) => {
    const begun = await post<CheckinBegun>('begin', { credentialId: phone.id, direction: 'in' });
    const nonce = Buffer.from(begun.nonce, 'base64url');
    const key = begun.witness === null ? null : Buffer.from(begun.witness.key, 'base64url');
    const own = key === null ? new Uint8Array(8) : await witnessToken(key, nonce);
    const adv = Buffer.from(eidAdvert(beacon, Date.now() / 1000)).toString('hex');
    const frames = Array.from({ length: 8 }, (_, i) => ({
      dt: i * 200,
      rssi: -55 - (i % 4) - Math.round(Math.random() * 6),
      adv,
    }));
    const evidence = evidenceBytes({ site: site.id, method: 'eid', frames });
    const assertion = phone.assert(await bindChallenge(nonce, evidence));
    const advertise = async () => {
      if (gatewayDbm === null) return;
      for (let i = 0; i < 5; i++) await heard(witnessAdvert(token ?? own), gatewayDbm + (i % 3));
    };
    const [answer] = await Promise.all([
      post<CheckinAnswer>('finish', {
        nonce: begun.nonce,
        evidence: Buffer.from(evidence).toString('base64url'),
        assertion,
      }),
      advertise(),
    ]);
    return { begun, told: [answer.decision, ...answer.reasons].join(' '), own };
  };
}

describe('the inventory', () => {
  it('T11: shows what gateways say of a beacon that their device names by its id', async () => {
    const site = await world.ok<{ id: string }>('POST', '/checkin/sites', {
      name: 'Kantor gudang',
      zone: 'Asia/Makassar',
    });
    const path = `/checkin/sites/${site.id}/beacons`;
    const { key, beacon } = await world.ok<{ key: string; beacon: { id: string } }>('POST', path, {
      name: 'gudang',
      kind: 'eid',
    });
    const named = [{ id: beacon.id, match: 'eid', identityKey: key, rotationExponent: 5 }];
    const config = { transport: 'http', format: 'ruuvi', pathSecret: 'gerbang-gudang', beacons: named };
    const device = { pluginId: 'ble-beacon', name: 'Gerbang gudang', zone: 'Asia/Makassar', config };
    await world.ok('POST', '/devices', device);
    const tlm = Buffer.from('0201060303aafe1116aafe20000b18158000000000000001f4', 'hex');
    const url = gatewayUrl.replace(SECRET, 'gerbang-gudang');
    await eventually(async () => {
      const eid = eidAdvert({ identityKey: Buffer.from(key, 'hex'), rotationExponent: 5 }, Date.now() / 1000);
      for (const adv of [eid, tlm, eid]) await heard(adv, -58, url);
      const { items } = await world.ok<{ items: Record<string, unknown>[] }>('GET', path);
      return items[0]?.lastHeardDbm === -58;
    });
    const { items } = await world.ok<{ items: Record<string, unknown>[] }>('GET', path);
    expect(items[0]).toMatchObject({ batteryMillivolts: 2840, lastHeardAt: expect.any(String) });
  }, 60_000);
});

describe('T3: a gateway of the office as witness', () => {
  it('is not asked where the office does not want it', async () => {
    const checkIn = await office({ witness: 'off' });
    const { begun, told } = await checkIn(null);
    expect([begun.witness, told]).toEqual([null, 'accept']);
  });

  it('lets in a phone that the gateway hears', async () => {
    const checkIn = await office({ witness: 'required' });
    const { begun, told } = await checkIn(-60);
    expect(begun.witness).toMatchObject({ seconds: 5 });
    expect(told).toBe('accept');
  });

  it('stops evidence that was passed on by chat: the phone itself is elsewhere', async () => {
    const strict = await office({ witness: 'required' });
    expect((await strict(null)).told).toBe('reject WITNESS_REQUIRED');
    const mild = await office({ witness: 'review' });
    expect((await mild(null)).told).toBe('review WITNESS_ABSENT');
  }, 30_000);

  it('takes no other phone’s token, nor one that was heard before, nor one heard from afar', async () => {
    const checkIn = await office({ witness: 'required', witnessDbm: -75 });
    const { own } = await checkIn(-60);
    expect((await checkIn(-60, own)).told).toBe('reject WITNESS_REQUIRED');
    const far = await office({ witness: 'required', witnessDbm: -70 });
    expect((await far(-90)).told).toBe('review WITNESS_WEAK');
  }, 30_000);

  it('names only devices that exist as gateways', async () => {
    const site = await world.ok<{ id: string }>('POST', '/checkin/sites', {
      name: 'Kantor lain',
      zone: 'Asia/Makassar',
    });
    const answer = await hub.call('PATCH', `/api/v1/checkin/sites/${site.id}`, { body: { gatewayIds: [site.id] } });
    expect(answer.body.code).toBe('CHECKIN_NOT_FOUND');
  });
});
