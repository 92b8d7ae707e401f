import { randomBytes } from 'node:crypto';
import { eidAdvert, type SoftwareAuthenticator, softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
import { bindChallenge, type CheckinAnswer, type CheckinBegun, evidenceBytes } from '@hadir/sdk/checkin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { checkinWorld } from './support/checkin-world.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const [ORIGIN, RP_ID] = ['http://localhost', 'localhost'];
let postgres: TestPostgres;
let database: TestDatabase;
let hubs: readonly TestHub[];
let siteId: string;
let beacons: { readonly id: string; readonly identityKey: Uint8Array }[];
const world = checkinWorld(() => hubs[0] as TestHub);

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  const settings = {
    secretKey: randomBytes(32).toString('base64'),
    checkin: { rpId: RP_ID, origins: [ORIGIN] },
    limits: { requestsPerMinute: 1_000_000, failedLoginsPerMinute: 10_000 },
  };
  const first = await startTestHub({ databaseUrl: database.url, settings, plugins: [] });
  hubs = [first, await startTestHub({ databaseUrl: database.url, settings, plugins: [] })];
  const rule = { minSpreadMs: 1000, minDistinctSeconds: 1 };
  siteId = (
    await world.ok<{ id: string }>('POST', '/checkin/sites', { name: 'Kantor', zone: 'Asia/Makassar', ...rule })
  ).id;
  beacons = await Promise.all(
    ['depan', 'belakang'].map(async (name) => {
      const made = await world.ok<{ key: string; beacon: { id: string } }>('POST', `/checkin/sites/${siteId}/beacons`, {
        name,
        kind: 'eid',
      });
      return { id: made.beacon.id, identityKey: Buffer.from(made.key, 'hex') };
    }),
  );
});
afterAll(async () => {
  for (const hub of hubs ?? []) await hub.stop();
  await database?.drop();
  await postgres?.stop();
});

const post = async <Body>(hub: number, path: string, body: unknown): Promise<Body> => {
  const { call } = hubs[hub] as TestHub;
  return (await call<Body>('POST', `/api/v1/checkin/${path}`, { key: null, body })).body;
};

async function enrolled(): Promise<SoftwareAuthenticator> {
  const personId = await world.addPerson('Pegawai', []);
  await world.ok('PUT', `/checkin/people/${personId}/sites`, { siteIds: [siteId] });
  const phone = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
  const { enrolmentId } = await post<{ enrolmentId: string }>(0, 'enrol/begin', {
    code: await world.openWindow(personId),
  });
  await post(1, 'enrol/finish', { enrolmentId, response: phone.register(enrolmentId) });
  return phone;
}

const random = () => Array.from({ length: 12 }, () => -60 + Math.round(8 * Math.random()));

/** Begins at one hub; what comes back ends it at any. */
async function prepared(phone: SoftwareAuthenticator, at: number, beacon = 0, walk: readonly number[] = random()) {
  const { nonce } = await post<CheckinBegun>(at, 'begin', { credentialId: phone.id, direction: 'in' });
  const identityKey = beacons[beacon]?.identityKey ?? new Uint8Array(16);
  const adv = Buffer.from(eidAdvert({ identityKey, rotationExponent: 5 }, Date.now() / 1000)).toString('hex');
  const evidence = evidenceBytes({
    site: siteId,
    method: 'eid',
    frames: walk.map((rssi, i) => ({ dt: i * 100, rssi, adv })),
  });
  const assertion = phone.assert(await bindChallenge(Buffer.from(nonce, 'base64url'), evidence));
  return { nonce, evidence: Buffer.from(evidence).toString('base64url'), assertion };
}

const finish = async (hub: number, body: unknown): Promise<string> => {
  const { decision, reasons } = await post<CheckinAnswer>(hub, 'finish', body);
  return [decision, ...reasons].join(' ');
};

describe('two hubs on one database', () => {
  it('judge as one: begun here, ended there', async () => {
    expect(await finish(1, await prepared(await enrolled(), 0))).toBe('accept');
  });

  it('take one nonce once, also when both get it at the same moment', async () => {
    const body = await prepared(await enrolled(), 0);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => finish(i % 2, body)));
    expect(answers.sort()).toEqual(['accept', ...Array.from({ length: 7 }, () => 'reject NONCE_USED')]);
  });

  it('take one check-in of a person once, though each hub got its own', async () => {
    const phone = await enrolled();
    const bodies = await Promise.all([0, 1, 0, 1].map((hub) => prepared(phone, hub)));
    const answers = await Promise.all(bodies.map((body, i) => finish(i % 2, body)));
    expect(answers.sort()).toEqual(['accept', ...Array.from({ length: 3 }, () => 'reject DUPLICATE')]);
  });

  it('find five phones with one walk, in turns and at once', async () => {
    for (const atOnce of [false, true]) {
      const walk = random();
      const phones = await Promise.all(Array.from({ length: 5 }, () => enrolled()));
      const bodies = await Promise.all(phones.map((phone, i) => prepared(phone, i % 2, 0, walk)));
      const answers: string[] = [];
      if (atOnce) answers.push(...(await Promise.all(bodies.map((body, i) => finish(i % 2, body)))));
      else for (const [i, body] of bodies.entries()) answers.push(await finish(i % 2, body));
      expect(answers.sort()).toEqual(['accept', ...Array.from({ length: 4 }, () => 'review RSSI_TWINS')]);
    }
  });

  it('heed at once what was changed at the other', async () => {
    const [first, second] = [await enrolled(), await enrolled()];
    expect(await finish(1, await prepared(first, 1, 1))).toBe('accept');
    await world.ok('DELETE', `/checkin/beacons/${beacons[1]?.id}`);
    expect(await finish(1, await prepared(second, 1, 1))).toBe('reject BEACON_UNKNOWN');
    await world.ok('PATCH', `/checkin/sites/${siteId}`, { thresholdDbm: -30, reviewBandDb: 2 });
    expect(await finish(1, await prepared(second, 1))).toBe('reject RSSI_LOW');
    await world.ok('PATCH', `/checkin/sites/${siteId}`, { thresholdDbm: -75 });
    expect(await finish(1, await prepared(second, 1))).toBe('accept');
  });

  it('put every accepted check-in into the journal once', async () => {
    const count = async (text: string) => Number((await database.pool.query(text)).rows[0]?.n);
    const accepted = await count(`select count(*) n from checkin_decision where decision = 'accept'`);
    const recorded = `select count(*) n from checkin_decision where decision = 'accept' and recorded_at is not null`;
    await eventually(async () => (await count(recorded)) === accepted);
    expect(await count(`select count(*) n from journal where reading_key like 'checkin|%'`)).toBe(accepted);
    const doubled =
      'select count(*) n from (select site_seq from checkin_decision group by site_id, site_seq having count(*) > 1) d';
    expect(await count(doubled)).toBe(0);
  });
});
