import { softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
import {
  bindChallenge,
  type CheckinAnswer,
  type CheckinBegun,
  evidenceBytes,
  todayChallenge,
} from '@hadir/sdk/checkin';
import { gattChallenge } from '@hadir/sdk/proximity';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { checkinWorld, type TestSite } from './support/checkin-world.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const ORIGIN = 'https://absen.example.go.id';
const RP_ID = 'absen.example.go.id';
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let office: TestSite;
const world = checkinWorld(() => hub);

type Phone = ReturnType<typeof softwareAuthenticator>;
const phoneCall = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown, pass?: string) =>
  hub.call<Body>(method, `/api/v1/checkin/${path}`, {
    key: null,
    ...(body === undefined ? {} : { body }),
    ...(pass === undefined ? {} : { headers: { authorization: `Bearer ${pass}` } }),
  });

async function enrolled(name: string): Promise<{ readonly personId: string; readonly phone: Phone }> {
  const personId = await world.addPerson(name, [office]);
  const phone = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
  const code = await world.openWindow(personId);
  const { enrolmentId } = (await phoneCall<{ enrolmentId: string }>('POST', 'enrol/begin', { code })).body;
  const done = await phoneCall('POST', 'enrol/finish', { enrolmentId, response: phone.register(enrolmentId) });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  return { personId, phone };
}

const begin = async (phone: Phone) =>
  (await phoneCall<CheckinBegun>('POST', 'begin', { credentialId: phone.id, direction: 'in' })).body;

async function checkIn(phone: Phone, rssiDbm: number): Promise<CheckinAnswer> {
  const { nonce } = await begin(phone);
  const raw = Buffer.from(nonce, 'base64url');
  const response = office.beacon.respond(gattChallenge(raw, Buffer.from(phone.id, 'base64url')), rssiDbm);
  const beacon = Buffer.from(office.beacon.beaconId).toString('hex');
  const gatt = { beacon, resp: Buffer.from(response).toString('hex') };
  const evidence = evidenceBytes({ site: office.id, method: 'gatt', frames: [], gatt });
  const assertion = phone.assert(await bindChallenge(raw, evidence));
  const body = { nonce, evidence: Buffer.from(evidence).toString('base64url'), assertion };
  return (await phoneCall<CheckinAnswer>('POST', 'finish', body)).body;
}

async function openToday(phone: Phone, signer: Phone = phone) {
  const { nonce } = await begin(phone);
  const assertion = {
    ...signer.assert(await todayChallenge(Buffer.from(nonce, 'base64url'))),
    id: phone.id,
    rawId: phone.id,
  };
  return { nonce, assertion, answer: await phoneCall<Opened>('POST', 'today', { nonce, assertion }) };
}
interface Opened {
  readonly pass: string;
  readonly code?: string;
  readonly details?: { readonly reason: string };
  readonly today: {
    readonly checkins: readonly Record<string, unknown>[];
    readonly day: Record<string, unknown> | null;
  };
}

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
  office = await world.addSite('Kantor Bupati');
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

describe('the day of the phone’s owner', () => {
  it('opens with the pass of a check-in, and shows what an officer decided since', async () => {
    const { personId, phone } = await enrolled('Yohana');
    const { decision, pass } = await checkIn(phone, -80);
    expect(decision).toBe('review');
    const day = async () => (await phoneCall<Opened['today']>('GET', 'today', undefined, pass ?? '')).body;
    expect((await day()).checkins).toMatchObject([{ decision: 'review', review: 'open', site: 'Kantor Bupati' }]);
    const { items } = await world.ok<{ items: { id: string }[] }>('GET', `/checkin/decisions?personId=${personId}`);
    await world.ok('POST', `/checkin/decisions/${items[0]?.id}/review`, { approve: true, note: '' });
    expect((await day()).checkins).toMatchObject([{ review: 'approved', reasons: ['REVIEW_BAND'] }]);
  });

  it('opens with the screen lock alone, once for each nonce, and with the owner’s key only', async () => {
    const { phone } = await enrolled('Stevi');
    const { nonce, assertion, answer } = await openToday(phone);
    expect(answer.status).toBe(200);
    expect(answer.body.today.checkins).toEqual([]);
    const again = await phoneCall<Opened>('POST', 'today', { nonce, assertion });
    expect(again.body.details?.reason).toBe('NONCE_UNKNOWN');
    const thief = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN });
    const stolen = await openToday(phone, thief);
    expect([stolen.answer.status, stolen.answer.body.details?.reason]).toEqual([403, 'ASSERTION_INVALID']);
  });

  it('is never opened by what was signed for a check-in, nor the other way round', async () => {
    const { phone } = await enrolled('Meity');
    const { nonce } = await begin(phone);
    const evidence = evidenceBytes({ site: office.id, method: 'gatt', frames: [] });
    const forCheckin = phone.assert(await bindChallenge(Buffer.from(nonce, 'base64url'), evidence));
    expect((await phoneCall('POST', 'today', { nonce, assertion: forCheckin })).status).toBe(403);
    const second = await begin(phone);
    const forToday = phone.assert(await todayChallenge(Buffer.from(second.nonce, 'base64url')));
    const answer = await phoneCall<CheckinAnswer>('POST', 'finish', {
      nonce: second.nonce,
      evidence: Buffer.from(evidence).toString('base64url'),
      assertion: forToday,
    });
    expect(answer.body).toMatchObject({ decision: 'reject', reasons: ['ASSERTION_INVALID'], pass: null });
  });

  it('shows one’s own day only', async () => {
    const [one, other] = [await enrolled('Denny'), await enrolled('Fandy')];
    const { pass } = await checkIn(one.phone, -50);
    const { answer } = await openToday(other.phone);
    expect(answer.body.today.checkins).toEqual([]);
    const own = await phoneCall<Opened['today']>('GET', 'today', undefined, pass ?? '');
    expect(own.body.checkins).toHaveLength(1);
  });

  it('closes when the phone is revoked, when time is up, and for a pass that was altered', async () => {
    const { personId, phone } = await enrolled('Grace');
    const pass = (await openToday(phone)).answer.body.pass;
    const code = async (text: string) =>
      (await phoneCall<Opened>('GET', 'today', undefined, text)).body.code ?? 'opened';
    expect(await code(pass)).toBe('opened');
    const [phoneId = '', expires = '', tag = ''] = pass.split('.');
    for (const altered of [
      `${phoneId}.${Number(expires) + 60_000}.${tag}`,
      `${phoneId}.${expires}.${tag.slice(1)}`,
      `${phoneId}.${expires}.`,
      `${phoneId}.1.${tag}`,
      'x',
      '..',
    ]) {
      expect(await code(altered), altered).toBe('CHECKIN_PASS_REFUSED');
    }
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[!-~]{1,120}$/),
        async (text) => (await code(text)) === 'CHECKIN_PASS_REFUSED',
      ),
      { numRuns: 50 },
    );
    const [mine] = await world.phonesOf(personId);
    await world.ok('POST', `/checkin/phones/${mine?.id}/revoke`, { reason: 'hilang' });
    expect(await code(pass)).toBe('CHECKIN_PASS_REFUSED');
    expect((await phoneCall<Opened>('POST', 'begin', { credentialId: phone.id, direction: 'in' })).body.code).toBe(
      'CHECKIN_PHONE_UNKNOWN',
    );
  });
});
