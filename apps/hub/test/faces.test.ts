import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/index.js';
import { loadKeyring, rotateSecret, sealBytes } from '../src/devices/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { FACES_PLUGIN, fakePicture } from './support/face-pictures.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const OLD = 'fake@0123456789abcdef';
const NEW = 'newer@fedcba9876543210';
const NEWEST = 'newest@00112233445566ff';
let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
/** Everything that the hub ever answered, to look for what must not be there. */
const answers: string[] = [];
/** … and everything that it wrote into its log. */
const lines: string[] = [];

async function start(models: readonly string[] = [OLD], more: object = {}): Promise<TestHub> {
  return startTestHub({
    databaseUrl: database.url,
    settings: { limits: { requestsPerMinute: 1_000_000 }, secretKey: SECRET.now, ...SECRET.before, ...more },
    plugins: [{ use: FACES_PLUGIN, settings: { models } }],
    onLog: (line) => lines.push(line),
  });
}
const SECRET: { now: string; before: { secretKeyPrevious?: string } } = { now: 'a'.repeat(64), before: {} };
let adminKey = '';

async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Awaited<ReturnType<typeof hub.call<Body>>>> {
  const answer = await hub.call<Body>(method, `/api/v1${path}`, {
    key: adminKey,
    ...(body === undefined ? {} : { body }),
  });
  answers.push(JSON.stringify(answer.body));
  // A machine that does much else refuses for a moment, as it says itself.
  if ((answer.body as { code?: string }).code !== 'HUB_OVERLOADED') return answer;
  await sleep(1_000);
  return call<Body>(method, path, body);
}
async function ok<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await call<Body>(method, path, body);
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await start();
  adminKey = hub.adminKey;
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

const basis = { basis: 'public-task', basisReference: 'Perbup 12/2026, 3 Maret 2026' };
let people = 0;
async function newPerson(unitId?: string): Promise<{ id: string; name: string }> {
  people += 1;
  const name = `Pegawai ${String(people).padStart(2, '0')}`;
  return ok('POST', '/people', { name, ...(unitId === undefined ? {} : { unitId }) });
}
const newUnit = (name: string) => ok<{ id: string }>('POST', '/units', { name, kind: 'dinas', code: name });
const newDevice = (name: string, config: object, stationId?: string) =>
  ok<{ id: string }>('POST', '/devices', {
    pluginId: 'faces',
    name,
    config,
    ...(stationId === undefined ? {} : { stationId }),
  });

async function open(personId: string): Promise<string> {
  return (await ok<{ id: string }>('POST', '/faces/enrolments', { personId, ...basis })).id;
}
const show = (session: string, who: string, view: number, more: { advice?: string[]; yaw?: number } = {}) =>
  call<{ taken: boolean; advice: { code: string; text: { id: string; en: string } }[]; code?: string }>(
    'POST',
    `/faces/enrolments/${session}/pictures`,
    { picture: fakePicture({ who, view, ...more }).toString('base64') },
  );
async function filled(personId: string, who: string): Promise<string> {
  const session = await open(personId);
  for (const view of [1, 2, 3]) expect((await show(session, who, view)).body.taken).toBe(true);
  return session;
}
async function enrolled(who: string, unitId?: string): Promise<{ id: string; name: string }> {
  const person = await newPerson(unitId);
  await ok('POST', `/faces/enrolments/${await filled(person.id, who)}/finish`, {});
  return person;
}
interface Export {
  personKey: string | null;
  templates: { model: string }[];
  pictures: unknown[];
  terminals: { device: { id: string }; state: string; errorCode: string | null }[];
  erasures: { id: string; complete: boolean }[];
}
const exported = (id: string) => ok<Export>('GET', `/faces/people/${id}`);
const galleryOf = async (gallery?: string) => {
  const body = gallery === undefined ? {} : { gallery };
  const { items } = await ok<{ items: { calibration: { people: number } }[] }>('POST', '/faces/calibration', body);
  return items[0]?.calibration.people ?? 0;
};
/** Everybody in the gallery walks past the camera. */
async function walkPast(deviceId: string, order = 'records.reread'): Promise<void> {
  const { id } = await ok<{ id: string }>('POST', `/devices/${deviceId}/commands`, { command: { name: order } });
  await eventually(async () => {
    const { state } = await ok<{ state: string }>('GET', `/devices/${deviceId}/commands/${id}`);
    return state === 'done';
  });
}
interface Event {
  id: string;
  person: { id: string } | null;
  verdict: string;
  flags: string[];
  methods: string[];
}
const eventsOf = async (personId: string, deviceId?: string) =>
  (
    await ok<{ items: Event[] }>(
      'GET',
      `/events?personId=${personId}${deviceId === undefined ? '' : `&deviceId=${deviceId}`}`,
    )
  ).items;

describe('enrolment', () => {
  it('needs a legal basis, and one session a person', async () => {
    const { id } = await newPerson();
    const without = await call('POST', '/faces/enrolments', { personId: id });
    expect(without.status).toBe(422);
    const empty = await call('POST', '/faces/enrolments', { personId: id, basis: 'consent', basisReference: '   ' });
    expect(empty.status).toBe(422);
    await open(id);
    expect((await call('POST', '/faces/enrolments', { personId: id, ...basis })).body.code).toBe('FACE_SESSION_OPEN');
  });

  it('says what to do, in both languages, and forgets what is not good enough', async () => {
    const { id } = await newPerson();
    const session = await open(id);
    const { body } = await show(session, 'x', 1, { advice: ['come-closer', 'more-light'] });
    expect(body).toMatchObject({
      taken: false,
      advice: [
        { code: 'come-closer', text: { id: 'Mendekatlah ke kamera.', en: 'Come closer to the camera.' } },
        { code: 'more-light', text: { en: expect.stringContaining('light') } },
      ],
      enrolment: { views: [], viewsNeeded: 3, tries: 1 },
    });
    const kept = await database.pool.query('select 1 from face_picture where enrolment_id = $1', [session]);
    expect(kept.rowCount).toBe(0);
  });

  it('takes JPEG and PNG only, each picture once, and one source', async () => {
    const { id } = await newPerson();
    const session = await open(id);
    const path = `/faces/enrolments/${session}/pictures`;
    const gif = Buffer.from('GIF89a, not a face at all').toString('base64');
    expect((await call('POST', path, { picture: gif })).body.code).toBe('FACE_UPLOAD_INVALID');
    expect((await call('POST', path, { picture: '<script>alert(1)</script>' })).status).toBe(422);
    expect((await call('POST', path, {})).body.code).toBe('FACE_PICTURE_SOURCE');
    expect((await show(session, 'once', 1)).body.taken).toBe(true);
    expect((await show(session, 'once', 1)).body.code).toBe('FACE_PICTURE_REPEATED');
    expect((await call('POST', `/faces/enrolments/${session}/finish`, {})).body).toMatchObject({
      code: 'FACE_VIEWS_MISSING',
      details: { have: 1, need: 3 },
    });
    await ok('DELETE', `/faces/enrolments/${session}`);
    const left = await database.pool.query('select 1 from face_template where enrolment_id = $1', [session]);
    expect(left.rowCount).toBe(0);
    expect((await show(session, 'once', 2)).body.code).toBe('FACE_SESSION_CLOSED');
  });

  it('refuses two people in one session', async () => {
    const { id } = await newPerson();
    const session = await open(id);
    for (const [view, who] of ['one', 'one', 'other'].entries()) await show(session, who, view);
    const path = `/faces/enrolments/${session}`;
    expect(await ok('POST', `${path}/check`)).toMatchObject({ onePerson: false });
    expect((await call('POST', `${path}/finish`, {})).body.code).toBe('FACE_VIEWS_DIFFER');
  });

  it('warns of somebody who looks alike; an officer’s word is recorded', async () => {
    const first = await enrolled('twin');
    const second = await newPerson();
    const session = await filled(second.id, 'twin');
    const path = `/faces/enrolments/${session}`;
    expect(await ok('POST', `${path}/check`)).toEqual({
      onePerson: true,
      lookalikes: [{ id: first.id, name: first.name }],
    });
    const refused = await call('POST', `${path}/finish`, {});
    expect(refused.body).toMatchObject({ code: 'FACE_LOOKALIKE', details: { names: first.name } });
    const confirm = { personIds: [first.id], reason: 'Kembar, KTP diperiksa' };
    expect(await ok('POST', `${path}/finish`, { confirm })).toMatchObject({
      status: 'active',
      lookalikes: [{ personId: first.id, reason: confirm.reason, by: expect.any(String) }],
    });
  });

  it('of one face under two names at the same moment lets only one pass', async () => {
    const both = [await newPerson(), await newPerson()];
    const sessions = [await filled(both[0]?.id ?? '', 'at once'), await filled(both[1]?.id ?? '', 'at once')];
    const finished = await Promise.all(sessions.map((id) => call('POST', `/faces/enrolments/${id}/finish`, {})));
    expect(finished.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('that nobody finishes runs out, with all it had gathered', async () => {
    const session = await filled((await newPerson()).id, 'late');
    await database.pool.query(`update face_enrolment set expires_at = now() where id = $1`, [session]);
    expect((await show(session, 'late', 4)).body.code).toBe('FACE_SESSION_CLOSED');
    await eventually(async () => (await ok('GET', `/faces/enrolments/${session}`)).status === 'expired');
    for (const table of ['face_template', 'face_picture']) {
      const { rowCount } = await database.pool.query(`select 1 from ${table} where enrolment_id = $1`, [session]);
      expect(rowCount, table).toBe(0);
    }
  });

  it('can be done by whoever has its own permission, and by nobody else', async () => {
    const { id } = await newPerson();
    const officer = await hub.call<{ token: string }>('POST', '/api/v1/keys', {
      key: adminKey,
      body: { name: 'meja', scopes: ['faces:enrol'] },
    });
    const reader = await hub.call<{ token: string }>('POST', '/api/v1/keys', {
      key: adminKey,
      body: { name: 'baca', scopes: ['people:write', 'faces:read'] },
    });
    const body = { personId: id, ...basis };
    const path = '/api/v1/faces/enrolments';
    expect((await hub.call('POST', path, { key: reader.body.token, body })).status).toBe(403);
    expect((await hub.call('POST', path, { key: officer.body.token, body })).status).toBe(201);
    const erase = { key: officer.body.token, body: { reason: 'coba' } };
    expect((await hub.call('DELETE', `/api/v1/faces/people/${id}`, erase)).status).toBe(403);
  });
});

describe('who is enrolled', () => {
  it('is seen by the cameras: those there are, and those that come later', async () => {
    const camera = await newDevice('Kamera lobi', { kind: 'camera' });
    const person = await enrolled('lobby');
    await walkPast(camera.id);
    await eventually(async () => (await eventsOf(person.id, camera.id)).length === 1);
    expect((await eventsOf(person.id, camera.id))[0]).toMatchObject({ methods: ['face'], verdict: 'accepted' });
    const later = await newDevice('Kamera gerbang', { kind: 'camera' });
    await walkPast(later.id);
    await eventually(async () => (await eventsOf(person.id, later.id)).length === 1);
  });

  it('is expected at the cameras of the own unit only, and known wherever else it is seen', async () => {
    const [own, other] = [await newUnit('DISDIK'), await newUnit('DINKES')];
    const at = (unitId: string, name: string) =>
      ok<{ id: string }>('POST', '/stations', { name, unitId, zone: 'Asia/Makassar' });
    const here = await newDevice('Kamera Disdik', { kind: 'camera' }, (await at(own.id, 'Disdik')).id);
    const there = await newDevice('Kamera Dinkes', { kind: 'camera' }, (await at(other.id, 'Dinkes')).id);
    const person = await enrolled('unit', own.id);
    const { personKey } = await exported(person.id);
    const known = async () => {
      const { rows } = await database.pool.query<{ device_id: string }>(
        'select device_id from identity_mapping where device_user_id = $1',
        [personKey],
      );
      return rows.map((row) => row.device_id);
    };
    expect(await known()).toContain(here.id);
    expect(await known()).not.toContain(there.id);
    await walkPast(there.id);
    await eventually(async () => (await eventsOf(person.id, there.id)).length === 1);
    expect(await known()).toContain(there.id);
    expect(await galleryOf(own.id)).toBe(1);
  });

  it('counts in the campaign of the unit, by a record on the journal', async () => {
    const unit = await newUnit('BKPSDM');
    const campaign = await ok<{ id: string }>('POST', '/campaigns', {
      name: 'Semua wajah',
      unitIds: [unit.id],
      method: 'face',
      deadline: '2099-06-07',
    });
    const person = await enrolled('campaign', unit.id);
    await newPerson(unit.id);
    const progress = () => ok<{ people: number; enrolled: number }>('GET', `/campaigns/${campaign.id}`);
    await eventually(async () => (await progress()).enrolled === 1);
    expect(await progress()).toMatchObject({ people: 2, enrolled: 1 });
    const { rows } = await database.pool.query<{ body: string }>(
      `select j.body from journal j join device d on d.id = j.device_id where d.plugin_id = 'face-desk'`,
    );
    expect(rows.some(({ body }) => body.includes('"count":3'))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(person.name);
    await ok('DELETE', `/faces/people/${person.id}`, { reason: 'dicabut' });
    await eventually(async () => (await progress()).enrolled === 0);
  });

  it('and only looks alike waits for an officer, who decides with a reason', async () => {
    const camera = await newDevice('Kamera ragu', { kind: 'camera' });
    const person = await enrolled('doubt');
    await walkPast(camera.id, 'clock.read');
    const waiting = async () =>
      (await ok<{ items: Event[] }>('GET', `/events?waiting=true&personId=${person.id}`)).items;
    await eventually(async () => (await waiting()).length === 1);
    const [event] = await waiting();
    expect(event).toMatchObject({ verdict: 'review', flags: ['face-alike'] });
    const path = `/events/${event?.id}`;
    expect((await call('POST', `${path}/decisions`, { verdict: 'accepted' })).status).toBe(422);
    await ok('POST', `${path}/decisions`, { verdict: 'accepted', reason: 'Terlihat di kantor' });
    expect(await waiting()).toEqual([]);
    const detail = await ok<{ explanation: string[] }>('GET', path);
    expect(detail).toMatchObject({ decisions: [{ verdict: 'accepted', reason: 'Terlihat di kantor' }] });
    expect(detail.explanation.at(-1)).toContain('Terlihat di kantor');
    await ok('DELETE', `/devices/${camera.id}`);
  });

  it('is loaded again when the plugin starts again', async () => {
    const before = await galleryOf();
    expect(before).toBeGreaterThan(2);
    await ok('POST', '/plugins/faces/restart');
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200);
    await eventually(async () => (await galleryOf()) === before);
  });

  it('is loaded in batches that the contract allows, however many they are', async () => {
    const many = 1_200;
    const before = await galleryOf();
    const [sample] = (
      await database.pool.query<{ enrolment_id: string }>('select enrolment_id from face_template where live limit 1')
    ).rows;
    const made = await database.pool.query<{ id: string; template: string }>(
      `insert into person (id, name) select gen_random_uuid(), 'Banyak ' || n from generate_series(1, $1::int) n
       returning id, gen_random_uuid() as template`,
      [many],
    );
    await database.pool.query(
      `insert into face_subject (person_id, person_key, created_at)
       select id, nextval('face_person_key')::text, now() from person where name like 'Banyak %'`,
    );
    const ring = await loadKeyring({ stateFolder: hub.stateFolder, secretKey: SECRET.now });
    const sealed = made.rows.map(({ id, template }) =>
      sealBytes(ring, `${id}|fake|0123456789abcdef|${template}`, Buffer.alloc(2048, template)),
    );
    await database.pool.query(
      `insert into face_template (id, person_id, enrolment_id, view_number, model_id, model_version, sealed, live, created_at)
       select t.id, t.person, $4, 1, 'fake', '0123456789abcdef', t.sealed, true, now()
       from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as t (id, person, sealed)`,
      [made.rows.map((row) => row.template), made.rows.map((row) => row.id), sealed, sample?.enrolment_id],
    );
    await eventually(async () => (await galleryOf()) === before + many);
    await database.pool.query(
      `delete from face_template where person_id in (select id from person where name like 'Banyak %')`,
    );
    await eventually(async () => (await galleryOf()) === before);
    await database.pool.query(
      `delete from face_subject where person_id in (select id from person where name like 'Banyak %')`,
    );
  });
});

describe('a second hub', () => {
  it('knows everybody as soon as the plugins are its own', async () => {
    const before = await galleryOf();
    const first = hub;
    const second = await start();
    const ask = () =>
      second.call<{ items: { calibration: { people: number } }[]; code?: string }>(
        'POST',
        '/api/v1/faces/calibration',
        { key: adminKey, body: {} },
      );
    expect((await ask()).body.code).toBe('HUB_FEATURE_ABSENT');
    await first.stop();
    hub = second;
    await eventually(async () => (await ask()).body.items?.[0]?.calibration.people === before, 60_000);
  });
});

describe('templates', () => {
  it('lie sealed, and a row that is swapped does not open', async () => {
    const [a, b] = [await enrolled('swap-a'), await enrolled('swap-b')];
    const before = await galleryOf();
    const { rows } = await database.pool.query<{ sealed: Buffer }>(
      'select sealed from face_template where person_id = $1',
      [a.id],
    );
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('swap');
    await database.pool.query(
      `update face_template t set sealed = o.sealed from face_template o
       where t.person_id = $1 and o.person_id = $2 and t.view_number = o.view_number`,
      [a.id, b.id],
    );
    await ok('POST', '/plugins/faces/restart');
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200);
    await eventually(async () => (await galleryOf()) === before - 1);
    const issue = await database.pool.query(
      `select 1 from issue where code = 'FACE_SEAL_BROKEN' and (details ->> 'count')::int = 3
         and details ->> 'id' in (select id::text from face_template where person_id = $1)`,
      [a.id],
    );
    expect(issue.rowCount).toBe(1);
    await ok('DELETE', `/faces/people/${a.id}`, { reason: 'baris tertukar' });
  });

  it('are sealed anew when the secret key is rotated', async () => {
    const before = await galleryOf();
    await hub.stop();
    SECRET.before = { secretKeyPrevious: SECRET.now };
    SECRET.now = 'b'.repeat(64);
    const flags = { secretKey: SECRET.now, ...SECRET.before, stateFolder: hub.stateFolder };
    const report = await rotateSecret(database, loadConfig({ workingFolder: '/tmp', env: {}, flags }), 'test');
    const keys = await database.pool.query<{ key: string }>(
      `select distinct encode(substring(sealed from 2 for 4), 'hex') as key from face_template
       union select distinct encode(substring(sealed from 2 for 4), 'hex') from face_picture`,
    );
    SECRET.before = {};
    hub = await start();
    expect(keys.rows).toEqual([{ key: report.keyId }]);
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200);
    await eventually(async () => (await galleryOf()) === before);
  });
});

describe('terminals', () => {
  it('get the face as they can be reached; cameras say that they take none; it comes back', async () => {
    const terminal = await newDevice('Terminal aula', { kind: 'terminal' });
    const away = await newDevice('Terminal gudang', { kind: 'terminal', offline: true });
    const camera = await newDevice('Kamera aula', { kind: 'camera' });
    const person = await enrolled('terminal');
    const state = async (id: string) => (await exported(person.id)).terminals.find((one) => one.device.id === id);
    await eventually(async () => (await state(terminal.id))?.state === 'stored');
    await eventually(async () => (await state(camera.id))?.state === 'unsupported');
    await eventually(async () => (await state(away.id))?.errorCode === 'FACES_AWAY');
    // One picture waits for the terminal that is away, sealed.
    expect((await exported(person.id)).pictures).toHaveLength(1);
    await ok('PATCH', `/devices/${away.id}`, { config: { kind: 'terminal' } });
    await database.pool.query('update face_delivery set next_try = now() where person_id = $1', [person.id]);
    await eventually(async () => (await state(away.id))?.state === 'stored');
    await eventually(async () => (await exported(person.id)).pictures.length === 0);

    await ok('DELETE', `/faces/people/${person.id}/terminals/${terminal.id}`);
    await eventually(async () => (await state(terminal.id))?.state === 'withdrawn');
    const again = await call('POST', `/faces/people/${person.id}/terminals`, { deviceIds: [terminal.id] });
    expect(again.body.code).toBe('FACE_PICTURE_GONE');
    const picture = fakePicture({ who: 'terminal', view: 9 }).toString('base64');
    await ok('POST', `/faces/people/${person.id}/terminals`, { deviceIds: [terminal.id], picture });
    await eventually(async () => (await state(terminal.id))?.state === 'stored');
    for (const { id } of [terminal, away, camera]) await ok('DELETE', `/devices/${id}`);
  });

  it('a camera takes the pictures of an enrolment', async () => {
    const camera = await newDevice('Kamera meja', { kind: 'camera', sees: 'captured' });
    const { id } = await newPerson();
    const session = await open(id);
    const taken = await ok('POST', `/faces/enrolments/${session}/pictures`, { deviceId: camera.id });
    expect(taken).toMatchObject({ taken: true, enrolment: { views: [{ source: 'camera', deviceId: camera.id }] } });
  });
});

describe('erasure', () => {
  it('is everywhere, asks until nothing is left, and proves it', async () => {
    const terminal = await newDevice('Terminal bukti', { kind: 'terminal' });
    const away = await newDevice('Terminal jauh', { kind: 'terminal' });
    const person = await enrolled('erase');
    const { personKey } = await exported(person.id);
    await eventually(async () => {
      const { terminals } = await exported(person.id);
      return [terminal, away].every(({ id }) =>
        terminals.some((one) => one.device.id === id && one.state === 'stored'),
      );
    });
    await walkPast((await newDevice('Kamera bukti', { kind: 'camera' })).id);
    await eventually(async () => (await eventsOf(person.id)).length > 0);
    await ok('PATCH', `/devices/${away.id}`, { config: { kind: 'terminal', offline: true } });
    const before = await galleryOf();

    const proof = await ok<{ id: string; complete: boolean; steps: { target: string; state: string; left: number }[] }>(
      'DELETE',
      `/faces/people/${person.id}`,
      { reason: 'Permintaan sendiri' },
    );
    expect(proof).toMatchObject({ complete: false, removed: { templates: 3 }, reason: 'Permintaan sendiri' });
    const step = (target: string, from = proof) => from.steps.find((one) => one.target === target);
    expect(step('hadir')).toMatchObject({ kind: 'database', state: 'done', left: 0 });
    expect(step('faces')).toMatchObject({ kind: 'plugin', state: 'done', left: 0 });
    expect(step(terminal.id)).toMatchObject({ kind: 'terminal', state: 'done', left: 0 });
    expect(step(away.id)).toMatchObject({ state: 'pending', left: null, errorCode: 'FACES_AWAY' });
    expect(await galleryOf()).toBe(before - 1);

    await ok('PATCH', `/devices/${away.id}`, { config: { kind: 'terminal' } });
    await database.pool.query(`update face_erasure_step set next_try = now() where state = 'pending'`);
    await eventually(async () => (await ok<{ complete: boolean }>('GET', `/faces/erasures/${proof.id}`)).complete);
    const after = await exported(person.id);
    expect(after).toMatchObject({ personKey: null, templates: [], pictures: [], terminals: [] });
    expect(after.erasures).toMatchObject([{ id: proof.id, complete: true }]);
    for (const table of ['face_template', 'face_picture', 'face_delivery', 'face_subject']) {
      const { rowCount } = await database.pool.query(`select 1 from ${table} where person_id = $1`, [person.id]);
      expect(rowCount, table).toBe(0);
    }
    // What was recorded while it was lawful stays, and the same key is never given to somebody else.
    expect((await eventsOf(person.id)).length).toBeGreaterThan(0);
    const again = await enrolledAgain(person.id, 'erase');
    expect(again).not.toBe(personKey);
  });

  const enrolledAgain = async (personId: string, who: string) => {
    await ok('POST', `/faces/enrolments/${await filled(personId, who)}/finish`, {});
    return (await exported(personId)).personKey;
  };

  it('does not believe a terminal that keeps what it was told to give up', async () => {
    const terminal = await newDevice('Terminal keras kepala', { kind: 'terminal', keeps: true });
    const person = await enrolled('stubborn');
    await eventually(async () =>
      (await exported(person.id)).terminals.some((one) => one.device.id === terminal.id && one.state === 'stored'),
    );
    const proof = await ok<{ id: string; steps: unknown[] }>('DELETE', `/faces/people/${person.id}`, {
      reason: 'mutasi',
    });
    expect(proof.steps).toContainEqual(
      expect.objectContaining({ target: terminal.id, state: 'pending', left: 1, errorCode: 'FACE_STILL_THERE' }),
    );
    const word = { deviceId: terminal.id, reason: 'Terminal dimusnahkan, BA 7/2026' };
    expect(await ok('POST', `/faces/erasures/${proof.id}/attest`, word)).toMatchObject({ complete: true });
  });

  it('comes by itself when somebody has left', async () => {
    const unit = await newUnit('SETDA');
    const [gone, stays] = [await enrolled('gone', unit.id), await enrolled('stays', unit.id)];
    await database.pool.query(
      `insert into placement (id, person_id, unit_id, employment, valid_from, valid_to, created_by)
       values (gen_random_uuid(), $1, $3, 'pns', '2020-01-01', current_date - 2, 'test'),
              (gen_random_uuid(), $2, $3, 'pns', '2020-01-01', null, 'test')`,
      [gone.id, stays.id, unit.id],
    );
    // The first round of a hub looks for them, and then every hour.
    await hub.stop();
    hub = await start();
    await eventually(async () => (await exported(gone.id)).templates.length === 0);
    expect(await exported(gone.id)).toMatchObject({ erasures: [{ reason: 'left', askedBy: 'hadir' }] });
    expect((await exported(stays.id)).templates).toHaveLength(3);
  });
});

describe('a new model', () => {
  it('lives beside the old one until everybody is enrolled anew', async () => {
    await hub.stop();
    hub = await start([OLD, NEW]);
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200);
    const lacking = async () =>
      (
        await ok<{ items: { person: { id: string }; lacking: string[] }[] }>(
          'GET',
          '/faces/people?lacking=true&limit=200',
        )
      ).items;
    const [first] = await lacking();
    expect(first?.lacking).toEqual([NEW]);
    const personId = first?.person.id ?? '';
    const { personKey } = await exported(personId);
    const session = await filled(personId, `renewed ${personId}`);
    await ok('POST', `/faces/enrolments/${session}/finish`, {});
    expect((await lacking()).some((one) => one.person.id === personId)).toBe(false);
    const now = await exported(personId);
    expect(now.personKey).toBe(personKey);
    expect(now.templates.map(({ model }) => model).sort()).toEqual([NEW, NEW, NEW, OLD, OLD, OLD].sort());
  });
});

describe('pictures kept for the next model', () => {
  it('are kept only where the site says so, sealed, and make templates of it by themselves', async () => {
    const none = await database.pool.query(`select 1 from face_picture where purpose = 're-enrolment'`);
    expect(none.rowCount).toBe(0);
    await hub.stop();
    hub = await start([OLD], { faces: { keepPictureDays: 30 } });
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200);
    const person = await enrolled('kept');
    expect((await exported(person.id)).pictures).toHaveLength(3);
    await hub.stop();
    hub = await start([OLD, NEWEST], { faces: { keepPictureDays: 30 } });
    await eventually(async () => (await exported(person.id)).templates.length === 6);
    expect((await exported(person.id)).templates.filter(({ model }) => model === NEWEST)).toHaveLength(3);
    await database.pool.query(`update face_picture set expires_at = now() where person_id = $1`, [person.id]);
    await eventually(async () => (await exported(person.id)).pictures.length === 0);
  });
});

describe('calibration', () => {
  it('is told in words, without a score of anybody', async () => {
    const { items } = await ok<{ items: { words: { id: string; en: string } }[] }>('POST', '/faces/calibration', {});
    expect(items[0]?.words.id).toContain('Usulan: terima mulai 0.5');
    expect(items[0]?.words.en).toContain('pairs of two people are taken for one');
  });
});

describe('what must not leave the hub', () => {
  it('is in no answer, no line of the log, and not in the journal', async () => {
    const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from face_template');
    expect(rows[0]?.n).toBeGreaterThan(10);
    expect(answers.length).toBeGreaterThan(100);
    expect(lines.length).toBeGreaterThan(20);
    const journal = await database.pool.query<{ body: string }>('select body from journal');
    for (const answer of [...answers, ...lines, ...journal.rows.map(({ body }) => body)]) {
      expect(answer).not.toMatch(/"(vector|score|similarity|distance|embedding|sealed|sha256)"/i);
      expect(answer).not.toMatch(/[A-Za-z0-9+/]{200,}={0,2}/);
    }
  });
});
