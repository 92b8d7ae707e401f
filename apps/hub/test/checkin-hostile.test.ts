import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { checkinWorld, type TestSite } from './support/checkin-world.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

/** What the whole internet may send to the routes of phones: never an error of the hub's own, never an effect. */
const ROUTES = ['enrol/begin', 'enrol/finish', 'begin', 'finish', 'today'] as const;
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let office: TestSite;
const world = checkinWorld(() => hub);
const settings = {
  checkin: { rpId: 'localhost', origins: ['http://localhost'] },
  limits: { requestsPerMinute: 1_000_000, failedLoginsPerMinute: 10_000 },
};

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({ databaseUrl: database.url, plugins: [], settings });
  office = await world.addSite('Kantor Bupati');
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

async function send(path: string, body: string | Uint8Array, type = 'application/json') {
  const response = await fetch(`${hub.url}/api/v1/checkin/${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: Buffer.from(body),
  });
  const answer = (await response.json()) as { readonly code?: string; readonly decision?: string };
  return { status: response.status, ...answer };
}

/** A body that nobody enrolled could have sent: refused as the caller's fault, or judged and rejected. */
async function refused(path: string, body: string | Uint8Array): Promise<string> {
  const { status, code, decision } = await send(path, body);
  const fine = (status >= 400 && status < 500 && code !== undefined) || (status === 200 && decision === 'reject');
  expect(fine, `${path} ${status} ${code ?? ''} ${String(body).slice(0, 300)}`).toBe(true);
  return code ?? decision ?? '';
}

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const bytes64 = (max: number) => fc.uint8Array({ minLength: 1, maxLength: max }).map(b64);
const clientData = fc.oneof(
  bytes64(300),
  fc.json().map((text) => b64(Buffer.from(text))),
  fc
    .record({ type: fc.constantFrom('webauthn.get', 'webauthn.create'), challenge: bytes64(32), origin: fc.webUrl() })
    .map((data) => b64(Buffer.from(JSON.stringify(data)))),
);
const outline = { type: fc.constant('public-key'), clientExtensionResults: fc.constant({}) };
const assertion = bytes64(64).chain((id) =>
  fc.record({
    id: fc.constant(id),
    rawId: fc.constant(id),
    ...outline,
    response: fc.record({ clientDataJSON: clientData, authenticatorData: bytes64(200), signature: bytes64(100) }),
  }),
);
const evidence = fc.oneof(
  bytes64(500),
  fc.json().map((text) => b64(Buffer.from(text.length > 0 ? text : '0'))),
);

describe('hostile bodies to the routes of phones', () => {
  it('any JSON is refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), fc.jsonValue({ maxDepth: 6 }), async (path, value) => {
        await refused(path, JSON.stringify(value));
      }),
      { numRuns: 200 },
    );
  });

  it('bytes, half a body, deep nests, poisoned keys and NUL are refused with a code', async () => {
    const nest = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    const bodies: readonly (string | Uint8Array)[] = [
      '',
      '{',
      'null',
      '"x"',
      nest('[', ']', 100_000),
      nest('{"a":', '}', 50_000).replace('}', '1}'),
      '{"__proto__":{"admin":true},"code":"0000000000"}',
      '{"constructor":{"prototype":{}},"code":"0000000000"}',
      JSON.stringify({ code: '0000000000', credentialId: 'A\u0000B', direction: 'in' }),
      JSON.stringify({ credentialId: 'A'.repeat(1400), direction: 'in' }),
      JSON.stringify({ credentialId: 'AAAA', direction: 'in', extra: 1 }),
      JSON.stringify({ code: '٠١٢٣٤٥٦٧٨٩' }),
      Uint8Array.of(0xff, 0xfe, 0x00, 0x7b),
      `{"code":"${'9'.repeat(900_000)}"}`,
      'x'.repeat(3_000_000),
    ];
    for (const path of ROUTES) {
      for (const body of bodies) await refused(path, body);
      expect((await send(path, 'code=0000000000', 'application/x-www-form-urlencoded')).status).toBe(415);
    }
  });

  it('well-formed signatures of nobody are refused, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(bytes64(32), evidence, assertion, async (nonce, text, signed) => {
        expect(await refused('finish', JSON.stringify({ nonce, evidence: text, assertion: signed }))).toBe('reject');
        expect(await refused('today', JSON.stringify({ nonce, assertion: signed }))).toBe('CHECKIN_PHONE_NOT_PROVEN');
      }),
      { numRuns: 60 },
    );
  });

  it('a right code with a forged key enrols nobody, and the code stays good for its owner', async () => {
    const personId = await world.addPerson('Yohana', [office]);
    const code = await world.openWindow(personId);
    // CBOR that nests, that states more than it holds, and bytes by chance.
    const attestation = fc.oneof(
      bytes64(2000),
      fc.integer({ min: 1, max: 40_000 }).map((depth) => b64(Buffer.alloc(depth, 0x81))),
      fc.constant(b64(Buffer.from('a3ffffffffffffffffffffff', 'hex'))),
      fc.constant(b64(Buffer.from('bb7fffffffffffffff', 'hex'))),
    );
    await fc.assert(
      fc.asyncProperty(attestation, clientData, bytes64(32), async (attestationObject, data, id) => {
        const { enrolmentId } = (await send('enrol/begin', JSON.stringify({ code }))) as unknown as {
          enrolmentId: string;
        };
        const response = { clientDataJSON: data, attestationObject };
        const body = {
          enrolmentId,
          response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
        };
        expect(await refused('enrol/finish', JSON.stringify(body))).toBe('CHECKIN_ATTESTATION_REFUSED');
      }),
      { numRuns: 60 },
    );
    expect(await world.phonesOf(personId)).toEqual([]);
    expect((await send('enrol/begin', JSON.stringify({ code }))).status).toBe(200);
  });

  it('leave the hub well and the records empty', async () => {
    expect((await hub.call('GET', '/readyz', { key: null })).status).toBe(200);
    const { rows } = await database.pool.query(
      'select (select count(*) from checkin_phone)::int as phones, (select count(*) from checkin_decision)::int as decisions',
    );
    expect(rows).toEqual([{ phones: 0, decisions: 0 }]);
  });
});

describe('too many calls', () => {
  it('are held off by address: guessed codes after some wrong ones, and any route by the minute', async () => {
    await hub.stop();
    const limits = { requestsPerMinute: 60, failedLoginsPerMinute: 5 };
    hub = await startTestHub({ databaseUrl: database.url, plugins: [], settings: { ...settings, limits } });
    const codes: string[] = [];
    for (let i = 0; i < 8; i++) {
      codes.push((await send('enrol/begin', JSON.stringify({ code: `000000000${i}` }))).code ?? '');
    }
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('CHECKIN_WINDOW_CLOSED'));
    expect(codes.slice(5)).toEqual(Array(3).fill('AUTH_TOO_MANY_FAILURES'));
    const body = JSON.stringify({ credentialId: 'AAAA', direction: 'in' });
    const answers = await Promise.all(Array.from({ length: 80 }, () => send('begin', body)));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20);
    // The app itself still loads: a full office behind one address must not lock itself out of it.
    expect((await fetch(`${hub.url}/checkin/`)).status).toBe(200);
  });
});
