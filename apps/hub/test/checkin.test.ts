import { randomBytes } from 'node:crypto';
import {
  type AuthenticatorOptions,
  eidAdvert,
  gattBeacon,
  softwareAuthenticator,
} from '@hadir/plugin-ble-beacon/testing';
import { bindChallenge, type CheckinAnswer, type CheckinBegun, type Evidence, evidenceBytes } from '@hadir/sdk/checkin';
import { gattChallenge, writeAdStructures } from '@hadir/sdk/proximity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const ORIGIN = 'https://absen.example.go.id';
const RP_ID = 'absen.example.go.id';
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let office: Office;
let otherOffice: Office;

interface Office {
  readonly id: string;
  readonly deviceId: string;
  readonly eid: { readonly identityKey: Uint8Array; readonly rotationExponent: number };
  readonly eidBeaconId: string;
  readonly gatt: ReturnType<typeof gattBeacon>;
}
interface EnrolledPhone {
  readonly personId: string;
  readonly authenticator: ReturnType<typeof softwareAuthenticator>;
}

async function ok<Body>(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await hub.call<Body>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

async function newOffice(name: string): Promise<Office> {
  // One second of frames is enough, so that tests need not wait for four.
  const rule = { thresholdDbm: -70, minSpreadMs: 1000, minDistinctSeconds: 1 };
  const site = await ok<{ id: string; deviceId: string }>('POST', '/checkin/sites', {
    name,
    zone: 'Asia/Makassar',
    ...rule,
  });
  const path = `/checkin/sites/${site.id}/beacons`;
  const eid = await ok<{ key: string; beacon: { id: string } }>('POST', path, { name: 'lobby', kind: 'eid' });
  const reference = randomBytes(8);
  const gatt = await ok<{ key: string }>('POST', path, {
    name: 'box',
    kind: 'gatt',
    reference: reference.toString('hex'),
  });
  return {
    ...site,
    eid: { identityKey: Buffer.from(eid.key, 'hex'), rotationExponent: 5 },
    eidBeaconId: eid.beacon.id,
    gatt: gattBeacon(Buffer.from(gatt.key, 'hex'), reference),
  };
}

let people = 0;
async function newPerson(sites: readonly string[] = [office.id]): Promise<string> {
  people += 1;
  const { id } = await ok<{ id: string }>('POST', '/people', { name: `Pegawai ${people}` });
  await ok('PUT', `/checkin/people/${id}/sites`, { siteIds: sites });
  return id;
}

const openWindow = async (personId: string) =>
  (await ok<{ code: string }>('POST', `/checkin/people/${personId}/window`)).code;

const phoneCall = (path: string, body: unknown) =>
  hub.call<Record<string, unknown>>('POST', `/api/v1/checkin/${path}`, { key: null, body });

async function tryEnrol(code: string, options: Partial<AuthenticatorOptions> = {}) {
  const authenticator = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN, ...options });
  const begun = await phoneCall('enrol/begin', { code });
  if (begun.status !== 200) return { authenticator, answer: begun };
  const { enrolmentId } = begun.body as { enrolmentId: string };
  const response = authenticator.register(enrolmentId);
  return { authenticator, answer: await phoneCall('enrol/finish', { enrolmentId, response }), enrolmentId, response };
}

async function enrolled(sites?: readonly string[]): Promise<EnrolledPhone> {
  const personId = await newPerson(sites);
  const { authenticator, answer } = await tryEnrol(await openWindow(personId));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { personId, authenticator };
}

const begin = async (phone: EnrolledPhone, direction = 'in'): Promise<CheckinBegun> =>
  (await phoneCall('begin', { credentialId: phone.authenticator.id, direction })).body as unknown as CheckinBegun;

const walkOf = (mean: number) => Array.from({ length: 8 }, () => mean + Math.floor(Math.random() * 9) - 4);

/** What an honest phone hears at a desk now. */
function heard(beacon: Office['eid'], walk: readonly number[] = walkOf(-55), shiftSeconds = 0): Evidence['frames'] {
  return walk.map((rssi, i) => ({
    dt: i * 200,
    rssi,
    adv: Buffer.from(eidAdvert(beacon, Date.now() / 1000 + shiftSeconds)).toString('hex'),
  }));
}

interface Sending {
  readonly evidence?: Partial<Omit<Evidence, 'v'>>;
  readonly signer?: EnrolledPhone['authenticator'];
  readonly origin?: string;
  /** Sent in place of what was signed. */
  readonly sent?: Uint8Array;
  readonly begun?: CheckinBegun;
}

async function finish(phone: EnrolledPhone, sending: Sending = {}): Promise<CheckinAnswer> {
  const begun = sending.begun ?? (await begin(phone));
  const evidence = evidenceBytes({ site: office.id, method: 'eid', frames: heard(office.eid), ...sending.evidence });
  const challenge = await bindChallenge(Buffer.from(begun.nonce, 'base64url'), evidence);
  const assertion = (sending.signer ?? phone.authenticator).assert(challenge, sending.origin);
  const answer = await phoneCall('finish', {
    nonce: begun.nonce,
    evidence: Buffer.from(sending.sent ?? evidence).toString('base64url'),
    assertion,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as unknown as CheckinAnswer;
}

const short = ({ decision, reasons }: CheckinAnswer) => [decision, ...reasons].join(' ');

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({
    databaseUrl: database.url,
    settings: {
      checkin: { rpId: RP_ID, origins: [ORIGIN] },
      limits: { requestsPerMinute: 1_000_000, failedLoginsPerMinute: 10_000 },
    },
  });
  office = await newOffice('Kantor Bupati');
  otherOffice = await newOffice('Kantor Camat');
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

describe('an honest check-in', () => {
  it('is accepted, becomes an event by phone, and is kept with evidence and rules', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone))).toBe('accept');
    const events = async () =>
      (await hub.call<{ items: Record<string, unknown>[] }>('GET', `/api/v1/events?personId=${phone.personId}`)).body
        .items;
    await eventually(async () => (await events()).length === 1);
    expect((await events())[0]).toMatchObject({
      methods: ['phone'],
      direction: 'in',
      verdict: 'accepted',
      assurance: 'possession',
    });
    const list = await ok<{ items: { id: string }[] }>('GET', `/checkin/decisions?personId=${phone.personId}`);
    expect(list.items).toMatchObject([{ decision: 'accept', reasons: [], rules: { thresholdDbm: -70 }, review: null }]);
    const one = await ok<{ evidence: string }>('GET', `/checkin/decisions/${list.items[0]?.id}`);
    expect(JSON.parse(Buffer.from(one.evidence, 'base64url').toString()).frames).toHaveLength(8);
  });

  it('is accepted over GATT, where the beacon itself measures the strength', async () => {
    const phone = await enrolled();
    const begun = await begin(phone);
    expect(begun.sites[0]?.gattBeacons).toHaveLength(1);
    const challenge = gattChallenge(
      Buffer.from(begun.nonce, 'base64url'),
      Buffer.from(phone.authenticator.id, 'base64url'),
    );
    const gatt = {
      beacon: Buffer.from(office.gatt.beaconId).toString('hex'),
      resp: Buffer.from(office.gatt.respond(challenge, -60)).toString('hex'),
    };
    expect(short(await finish(phone, { begun, evidence: { method: 'gatt', frames: [], gatt } }))).toBe('accept');
    // The same answer of the beacon once more, with a nonce of its own.
    expect(short(await finish(phone, { evidence: { method: 'gatt', frames: [], gatt } }))).toBe('reject GATT_INVALID');
  });

  it('is not recorded twice, but leaving after arriving is another', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone))).toBe('accept');
    expect(short(await finish(phone))).toBe('reject DUPLICATE');
    expect(short(await finish(phone, { begun: await begin(phone, 'out') }))).toBe('accept');
  });

  it('waits for an officer in the review band; approved, it counts at its own time', async () => {
    const phone = await enrolled();
    const answer = await finish(phone, { evidence: { frames: heard(office.eid, [-74, -73, -72, -73, -74, -73]) } });
    expect(short(answer)).toBe('review REVIEW_BAND');
    const open = await ok<{ items: { id: string; person: { id: string } }[] }>('GET', '/checkin/decisions?open=true');
    const mine = open.items.find((item) => item.person.id === phone.personId);
    await ok('POST', `/checkin/decisions/${mine?.id}/review`, { approve: true, note: 'terlihat di kantor' });
    const again = await hub.call('POST', `/api/v1/checkin/decisions/${mine?.id}/review`, {
      body: { approve: true, note: '' },
    });
    expect(again.body.code).toBe('CHECKIN_REVIEW_CLOSED');
    await eventually(async () => {
      const { items } = await ok<{ items: { occurredAt: string }[] }>('GET', `/events?personId=${phone.personId}`);
      return items.length === 1 && items[0]?.occurredAt === answer.at;
    });
  });
});

describe('threats', () => {
  it('T1: a static beacon proves nothing, because any phone can send a copy', async () => {
    const phone = await enrolled();
    const data = Buffer.from('4c000215fda50693a4e24fb1afcfc6eb0764782527114cb9c5', 'hex');
    const adv = Buffer.from(writeAdStructures([{ type: 0xff, data }])).toString('hex');
    const frames = walkOf(-50).map((rssi, i) => ({ dt: i * 200, rssi, adv }));
    expect(short(await finish(phone, { evidence: { frames } }))).toBe('reject BEACON_WEAK');
  });

  it('T2: a recorded frame is out of date; one quantum of tolerance, no more', async () => {
    const phone = await enrolled();
    const replay = (seconds: number) =>
      finish(phone, { evidence: { frames: heard(office.eid, walkOf(-50), -seconds) } });
    expect(short(await replay(70))).toBe('reject EID_STALE');
    expect(short(await replay(3600))).toBe('reject EID_STALE');
    expect(short(await replay(10 * 24 * 3600))).toBe('reject BEACON_UNKNOWN');
  });

  it('T3: frames from before the check-in began, or from after it ended, do not count', async () => {
    const phone = await enrolled();
    const shifted = (ms: number) =>
      finish(phone, { evidence: { frames: heard(office.eid).map((frame) => ({ ...frame, dt: frame.dt + ms })) } });
    expect(short(await shifted(-1000))).toBe('reject FRAME_TIME');
    expect(short(await shifted(60_000))).toBe('reject FRAME_TIME');
  });

  it('T3: too few frames, or all at one moment, look like a picture sent by chat', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone, { evidence: { frames: heard(office.eid, [-50, -51, -52]) } }))).toBe(
      'reject FRAMES_TOO_FEW',
    );
    const moment = heard(office.eid).map((frame, i) => ({ ...frame, dt: i }));
    expect(short(await finish(phone, { evidence: { frames: moment } }))).toBe('reject FRAMES_SPREAD');
  });

  it('T4: a slow answer of the beacon looks passed on and waits for an officer', async () => {
    const phone = await enrolled();
    const begun = await begin(phone);
    const challenge = gattChallenge(
      Buffer.from(begun.nonce, 'base64url'),
      Buffer.from(phone.authenticator.id, 'base64url'),
    );
    const resp = Buffer.from(office.gatt.respond(challenge, -60)).toString('hex');
    const gatt = { beacon: Buffer.from(office.gatt.beaconId).toString('hex'), resp, minRttMs: 300 };
    expect(short(await finish(phone, { begun, evidence: { method: 'gatt', frames: [], gatt } }))).toBe(
      'review RELAY_DELAY',
    );
  });

  it('T5: without the phone’s key nothing is believed, nor when the evidence was changed after signing', async () => {
    const phone = await enrolled();
    const weak = evidenceBytes({ site: office.id, method: 'eid', frames: heard(office.eid, walkOf(-90)) });
    expect(short(await finish(phone, { sent: weak }))).toBe('reject ASSERTION_INVALID');
    const thief = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
    expect(short(await finish(phone, { signer: { ...thief, id: phone.authenticator.id } }))).toBe(
      'reject CREDENTIAL_UNKNOWN',
    );
    const forged = {
      ...thief,
      assert: (c: Uint8Array, o?: string) => ({
        ...thief.assert(c, o),
        id: phone.authenticator.id,
        rawId: phone.authenticator.id,
      }),
    };
    expect(short(await finish(phone, { signer: forged }))).toBe('reject ASSERTION_INVALID');
    const colleague = await enrolled();
    expect(short(await finish(phone, { signer: colleague.authenticator }))).toBe('reject CREDENTIAL_UNKNOWN');
    expect(short(await finish(phone, { origin: 'https://absen.example.com' }))).toBe('reject ORIGIN');
    expect(short(await finish(phone))).toBe('accept');
  });

  it('T5: a nonce is good once and for a minute', async () => {
    const phone = await enrolled();
    const begun = await begin(phone);
    expect(short(await finish(phone, { begun }))).toBe('accept');
    expect(short(await finish(phone, { begun }))).toBe('reject NONCE_USED');
    const late = await begin(phone);
    await database.pool.query(`update checkin_nonce set expires_at = now() - interval '1 second' where nonce = $1`, [
      Buffer.from(late.nonce, 'base64url'),
    ]);
    expect(short(await finish(phone, { begun: late }))).toBe('reject NONCE_EXPIRED');
    const unknown = { ...late, nonce: randomBytes(32).toString('base64url') };
    expect(short(await finish(phone, { begun: unknown }))).toBe('reject NONCE_UNKNOWN');
    expect(short(await finish(phone, { sent: Buffer.from('{"v":2}') }))).toBe('reject BAD_EVIDENCE');
  });

  it('T5: of many sendings of one nonce at once, one is judged', async () => {
    const phone = await enrolled();
    const begun = await begin(phone);
    const answers = await Promise.all(Array.from({ length: 8 }, () => finish(phone, { begun })));
    expect(answers.filter((answer) => answer.decision === 'accept')).toHaveLength(1);
    expect(answers.filter((answer) => answer.reasons.includes('NONCE_USED'))).toHaveLength(7);
  });

  it('T6: a key that a cloud account copies is not enrolled', async () => {
    const { answer } = await tryEnrol(await openWindow(await newPerson()), { synced: true });
    expect(answer.body.code).toBe('CHECKIN_KEY_SYNCED');
  });

  it('T6: a key that became synced after enrolment is refused', async () => {
    const phone = await enrolled();
    const copy = softwareAuthenticator({
      rpId: RP_ID,
      origin: ORIGIN,
      synced: true,
      key: phone.authenticator.privateKey,
    });
    const signer = {
      ...copy,
      assert: (c: Uint8Array, o?: string) => ({
        ...copy.assert(c, o),
        id: phone.authenticator.id,
        rawId: phone.authenticator.id,
      }),
    };
    expect(short(await finish(phone, { signer }))).toBe('reject CREDENTIAL_SYNCED');
  });

  it('T8: a phone that says its location is false waits for an officer', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone, { evidence: { flags: ['mock-location'] } }))).toBe('review MOCK_LOCATION');
  });

  it('T9: a phone whose screen lock was not opened proves nobody', async () => {
    const phone = await enrolled();
    const sleepy = softwareAuthenticator({
      rpId: RP_ID,
      origin: ORIGIN,
      verifiesUser: false,
      key: phone.authenticator.privateKey,
    });
    const signer = {
      ...sleepy,
      assert: (c: Uint8Array, o?: string) => ({
        ...sleepy.assert(c, o),
        id: phone.authenticator.id,
        rawId: phone.authenticator.id,
      }),
    };
    expect(short(await finish(phone, { signer }))).toBe('reject UV_MISSING');
  });

  it('T9: five phones that send one walk are seen; the first is believed', async () => {
    const phones = await Promise.all(Array.from({ length: 5 }, () => enrolled()));
    const walk = [-52, -55, -51, -57, -53, -58, -50, -54];
    const answers: string[] = [];
    for (const phone of phones)
      answers.push(short(await finish(phone, { evidence: { frames: heard(office.eid, walk) } })));
    expect(answers).toEqual(['accept', ...Array.from({ length: 4 }, () => 'review RSSI_TWINS')]);
  });

  it('T9: also when they send it all at once', async () => {
    const phones = await Promise.all(Array.from({ length: 5 }, () => enrolled()));
    const walk = [-61, -55, -59, -57, -53, -58, -50, -60, -52];
    const begun = await Promise.all(phones.map((phone) => begin(phone)));
    const answers = await Promise.all(
      phones.map((phone, i) =>
        finish(phone, { begun: begun[i] as CheckinBegun, evidence: { frames: heard(office.eid, walk) } }),
      ),
    );
    expect(answers.map(short).sort()).toEqual(['accept', ...Array.from({ length: 4 }, () => 'review RSSI_TWINS')]);
  });

  it('T9: fifty honest phones that lie side by side are all believed', async () => {
    const phones = await Promise.all(Array.from({ length: 50 }, () => enrolled()));
    const answers = await Promise.all(
      phones.map((phone) => {
        const walk = Array.from({ length: 16 }, () => Math.round(-60 + 4 * (Math.random() + Math.random() - 1) * 1.6));
        return finish(phone, { evidence: { frames: heard(office.eid, walk).map((f, i) => ({ ...f, dt: i * 100 })) } });
      }),
    );
    expect(answers.filter((answer) => answer.decision !== 'accept')).toEqual([]);
  }, 60_000);

  it('T10: a window is for one person and one phone, and its code is good once', async () => {
    const personId = await newPerson();
    const code = await openWindow(personId);
    const first = await tryEnrol(code);
    expect(first.answer.status).toBe(200);
    expect((await tryEnrol(code)).answer.body.code).toBe('CHECKIN_WINDOW_CLOSED');
    expect((await tryEnrol('0123456789')).answer.body.code).toBe('CHECKIN_WINDOW_CLOSED');
    const repeated = await phoneCall('enrol/finish', { enrolmentId: first.enrolmentId, response: first.response });
    expect(repeated.body.code).toBe('CHECKIN_ENROLMENT_EXPIRED');
  });

  it('T10: the key of a phone cannot be enrolled for a second person', async () => {
    const first = await tryEnrol(await openWindow(await newPerson()));
    const begun = await phoneCall('enrol/begin', { code: await openWindow(await newPerson()) });
    const { enrolmentId } = begun.body as { enrolmentId: string };
    const response = first.authenticator.register(enrolmentId);
    expect((await phoneCall('enrol/finish', { enrolmentId, response })).body.code).toBe('CHECKIN_KEY_TAKEN');
  });

  it('T10: a new phone ends the old one, and a revoked one is refused even in the middle', async () => {
    const old = await enrolled();
    const begun = await begin(old);
    const { authenticator } = await tryEnrol(await openWindow(old.personId));
    expect(short(await finish(old, { begun }))).toBe('reject CREDENTIAL_REVOKED');
    expect((await phoneCall('begin', { credentialId: old.authenticator.id, direction: 'in' })).body.code).toBe(
      'CHECKIN_PHONE_UNKNOWN',
    );
    const fresh = { personId: old.personId, authenticator };
    expect(short(await finish(fresh))).toBe('accept');
    const phones = await ok<{ items: { id: string; revokedAt: string | null }[] }>(
      'GET',
      `/checkin/phones?personId=${old.personId}`,
    );
    const active = phones.items.filter((phone) => phone.revokedAt === null);
    expect(active).toHaveLength(1);
    await ok('POST', `/checkin/phones/${active[0]?.id}/revoke`, { reason: 'hilang' });
    expect((await phoneCall('begin', { credentialId: authenticator.id, direction: 'out' })).body.code).toBe(
      'CHECKIN_PHONE_UNKNOWN',
    );
  });

  it('T11, T12: a revoked beacon counts for nothing', async () => {
    const lost = await newOffice('Kantor Lurah');
    const phone = await enrolled([lost.id]);
    await ok('DELETE', `/checkin/beacons/${lost.eidBeaconId}`);
    const evidence = { site: lost.id, frames: heard(lost.eid) };
    expect(short(await finish(phone, { evidence }))).toBe('reject BEACON_UNKNOWN');
  });

  it('T11: a beacon that was taken home is heard without the radios of the office', async () => {
    const robbed = await newOffice('Kantor Arsip');
    const around = ['ap-lobi', 'ap-rapat', 'printer', 'ap-tetangga'];
    const at = async (neighbours?: readonly string[]) => {
      const evidence = { site: robbed.id, frames: heard(robbed.eid), ...(neighbours ? { neighbours } : {}) };
      return short(await finish(await enrolled([robbed.id]), { evidence }));
    };
    for (let i = 0; i < 3; i++) expect(await at(around.slice(0, 3))).toBe('accept');
    expect(await at(['ap-rapat', 'ponsel-lain'])).toBe('accept');
    expect(await at(['wifi-rumah', 'tv'])).toBe('review NEIGHBOURS_CHANGED');
    expect(await at()).toBe('accept');
  });

  it('T12: a key that was read out is changed; the old one counts until the beacon was fetched, no longer', async () => {
    const moved = await newOffice('Kantor Dinas Sosial');
    const path = `/checkin/beacons/${moved.eidBeaconId}`;
    const { key } = await ok<{ key: string }>('POST', `${path}/key`, { graceHours: 1 });
    const fresh = { identityKey: Buffer.from(key, 'hex'), rotationExponent: 5 };
    const at = async (beacon: Office['eid']) =>
      short(await finish(await enrolled([moved.id]), { evidence: { site: moved.id, frames: heard(beacon) } }));
    expect([await at(moved.eid), await at(fresh)]).toEqual(['accept', 'accept']);
    const [listed] = (
      await ok<{ items: Record<string, unknown>[] }>('GET', `/checkin/sites/${moved.id}/beacons`)
    ).items.filter(({ id }) => id === moved.eidBeaconId);
    expect(listed).toMatchObject({ lastHeardAt: expect.any(String), lastHeardDbm: expect.any(Number) });
    expect(Date.parse(String(listed?.oldKeyUntil)) - Date.now()).toBeLessThan(3_601_000);
    await ok('POST', `${path}/key`, { graceHours: 0 });
    expect(await at(moved.eid)).toMatch(/^reject (BEACON_UNKNOWN|EID_STALE)$/);
    expect(await at(fresh)).toMatch(/^reject (BEACON_UNKNOWN|EID_STALE)$/);
  });

  it('T12: the beacon of another office, and a made-up one, open nothing here', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone, { evidence: { frames: heard(otherOffice.eid) } }))).toBe('reject BEACON_SITE');
    const evidence = { site: otherOffice.id, frames: heard(otherOffice.eid) };
    expect(short(await finish(phone, { evidence }))).toBe('reject BEACON_SITE');
    const madeUp = { identityKey: randomBytes(16), rotationExponent: 5 };
    expect(short(await finish(phone, { evidence: { frames: heard(madeUp) } }))).toBe('reject BEACON_UNKNOWN');
    const gatt = { beacon: Buffer.from(otherOffice.gatt.beaconId).toString('hex'), resp: '00'.repeat(20) };
    expect(short(await finish(phone, { evidence: { method: 'gatt', frames: [], gatt } }))).toBe('reject BEACON_SITE');
  });

  it('T13: the phone’s clock has no say: a day is added to none of its frames', async () => {
    const phone = await enrolled();
    const frames = heard(office.eid, walkOf(-50), 86_400);
    expect(short(await finish(phone, { evidence: { frames } }))).toMatch(/^reject (EID_STALE|BEACON_UNKNOWN)$/);
    const answer = await finish(phone);
    expect(Math.abs(Date.parse(answer.at) - Date.now())).toBeLessThan(5_000);
  });

  it('far away is far away', async () => {
    const phone = await enrolled();
    expect(short(await finish(phone, { evidence: { frames: heard(office.eid, walkOf(-90)) } }))).toBe(
      'reject RSSI_LOW',
    );
  });
});

describe('the office', () => {
  it('gets its threshold from a walk, and it is kept why', async () => {
    const site = await newOffice('Kantor Dinas');
    const place = (dbm: number) => Array.from({ length: 10 }, () => dbm);
    const walk = { insideDbm: [place(-60), place(-66)], outsideDbm: [place(-88)] };
    const set = await ok('POST', `/checkin/sites/${site.id}/calibration`, walk);
    expect(set).toMatchObject({
      thresholdDbm: -72,
      reviewBandDb: 6,
      calibration: { separable: true, at: expect.any(String) },
    });
    const empty = await hub.call('POST', `/api/v1/checkin/sites/${site.id}/calibration`, {
      body: { insideDbm: [], outsideDbm: [] },
    });
    expect(empty.body.code).toBe('CHECKIN_WALK_TOO_SHORT');
  });

  it('never shows a beacon’s key again, nor keeps it readable', async () => {
    const listed = await hub.call<{ text?: string }>('GET', `/api/v1/checkin/sites/${office.id}/beacons`);
    const key = Buffer.from(office.eid.identityKey).toString('hex');
    expect(JSON.stringify(listed.body)).not.toContain(key);
    const { rows } = await database.pool.query(
      `select encode(key_sealed, 'hex') || encode(key_sealed, 'escape') as text from checkin_beacon`,
    );
    expect(JSON.stringify(rows)).not.toContain(key);
  });
});
