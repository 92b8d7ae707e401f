import { readFileSync } from 'node:fs';
import { softwareAuthenticator } from '@hadir/plugin-ble-beacon/testing';
import { SettingsService } from '@simplewebauthn/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { type PhoneState, phoneMaker } from './support/android-attestation.js';
import { checkinWorld } from './support/checkin-world.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

/** A registration that a Pixel 8a made in January 2025 (MasterKale/SimpleWebAuthn, test of attestation android-key). */
interface Registration {
  readonly expectedChallenge: string;
  readonly expectedOrigin: string;
  readonly expectedRPID: string;
  readonly at: string;
  readonly response: Record<string, unknown>;
}
const VECTORS = new URL('../../../packages/plugins/ble-beacon/vectors/ble-beacon.json', import.meta.url);
function pixel(): Registration {
  const { vectors } = JSON.parse(readFileSync(VECTORS, 'utf8')) as {
    vectors: { id: string; input: { json: Registration } }[];
  };
  const found = vectors.find(({ id }) => id === 'ble-100');
  if (!found) throw new TypeError('no vector ble-100');
  return found.input.json;
}

const SOUND: PhoneState = { securityLevel: 1, deviceLocked: true, verifiedBootState: 0 };
const { expectedOrigin: ORIGIN, expectedRPID: RP_ID } = pixel();
const maker = phoneMaker();
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
const world = checkinWorld(() => hub);
const googleRoots = SettingsService.getRootCertificates({ identifier: 'android-key' });

const start = (requireAttestation: boolean) =>
  startTestHub({
    databaseUrl: database.url,
    settings: {
      checkin: { rpId: RP_ID, origins: [ORIGIN], requireAttestation },
      limits: { failedLoginsPerMinute: 1000 },
    },
  });

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await start(false);
});
afterAll(async () => {
  SettingsService.setRootCertificates({ identifier: 'android-key', certificates: googleRoots });
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

const post = (path: string, body: unknown) =>
  hub.call<Record<string, unknown>>('POST', `/api/v1/checkin/${path}`, { key: null, body });

async function enrol(attest?: ReturnType<typeof maker.attest>) {
  const personId = await world.addPerson('Pegawai', []);
  const begun = await post('enrol/begin', { code: await world.openWindow(personId) });
  const { enrolmentId } = begun.body as { enrolmentId: string };
  const authenticator = softwareAuthenticator({ rpId: RP_ID, origin: ORIGIN, ...(attest ? { attest } : {}) });
  const answer = await post('enrol/finish', { enrolmentId, response: authenticator.register(enrolmentId) });
  const { body } = await hub.call<{ items: { attestation: Record<string, unknown> }[] }>(
    'GET',
    `/api/v1/checkin/phones?personId=${personId}`,
  );
  return { answer, attestation: body.items[0]?.attestation };
}

/** Hands the captured registration in, as if this hub had asked for it. */
async function enrolPixel(at: Date) {
  const { expectedChallenge, response } = pixel();
  const personId = await world.addPerson('Pemilik Pixel', []);
  const begun = await post('enrol/begin', { code: await world.openWindow(personId) });
  const issued = Buffer.from((begun.body as { enrolmentId: string }).enrolmentId, 'base64url');
  await database.pool.query('delete from checkin_nonce where nonce = $1', [
    Buffer.from(expectedChallenge, 'base64url'),
  ]);
  await database.pool.query('update checkin_nonce set nonce = $2 where nonce = $1', [
    issued,
    Buffer.from(expectedChallenge, 'base64url'),
  ]);
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  try {
    const { id, rawId, type, clientExtensionResults, response: inner } = response;
    const body = {
      enrolmentId: expectedChallenge,
      response: { id, rawId, type, clientExtensionResults, response: inner },
    };
    return { personId, answer: await post('enrol/finish', body) };
  } finally {
    vi.useRealTimers();
  }
}

describe('T7: attestation at enrolment', () => {
  it('takes a real phone’s at its own time to Google’s root, and writes down what it said', async () => {
    const { personId, answer } = await enrolPixel(new Date(pixel().at));
    expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ assurance: 'attested' });
    const phones = await hub.call<{ items: unknown[] }>('GET', `/api/v1/checkin/phones?personId=${personId}`);
    expect(phones.body.items[0]).toMatchObject({
      assurance: 'attested',
      attestation: { fmt: 'android-key', securityLevel: 1, userAuthType: 3, deviceLocked: true, verifiedBootState: 0 },
    });
  });

  it('refuses the same after its short-lived certificates ended', async () => {
    const { answer } = await enrolPixel(new Date(Date.parse(pixel().at) + 400 * 86_400_000));
    expect(answer.body.code).toBe('CHECKIN_ATTESTATION_REFUSED');
  });

  it('refuses a statement whose root is not Google’s, as an emulator makes', async () => {
    const { answer } = await enrol(maker.attest(SOUND));
    expect(answer.body.code).toBe('CHECKIN_ATTESTATION_REFUSED');
  });

  describe('with phones of a maker that is known', () => {
    beforeAll(() => SettingsService.setRootCertificates({ identifier: 'android-key', certificates: [maker.rootPem] }));

    it('calls a sound one attested, and any other low, with the facts kept', async () => {
      expect((await enrol(maker.attest(SOUND))).answer.body).toMatchObject({ assurance: 'attested' });
      const unsound: readonly PhoneState[] = [
        { ...SOUND, deviceLocked: false },
        { ...SOUND, verifiedBootState: 2 },
        { ...SOUND, securityLevel: 0 },
      ];
      for (const state of unsound) {
        const { answer, attestation } = await enrol(maker.attest(state));
        expect(answer.body, JSON.stringify(state)).toMatchObject({ assurance: 'low' });
        expect(attestation).toMatchObject({ fmt: 'android-key', ...state });
      }
      expect((await enrol()).answer.body).toMatchObject({ assurance: 'low' });
    });

    it('enrols none but sound ones where attestation is required', async () => {
      await hub.stop();
      hub = { ...(await start(true)), adminKey: hub.adminKey } as TestHub;
      const call = hub.call;
      const { adminKey } = hub;
      hub = { ...hub, call: (method, path, options) => call(method, path, { key: adminKey, ...options }) };
      expect((await enrol(maker.attest({ ...SOUND, deviceLocked: false }))).answer.body.code).toBe(
        'CHECKIN_PHONE_NOT_ATTESTED',
      );
      expect((await enrol()).answer.body.code).toBe('CHECKIN_PHONE_NOT_ATTESTED');
      expect((await enrol(maker.attest(SOUND))).answer.body).toMatchObject({ assurance: 'attested' });
    });
  });
});
