import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({ databaseUrl: database.url });
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
});

interface Device {
  readonly id: string;
  readonly config: { readonly values: object; readonly secrets: object };
  readonly status: {
    readonly state: string;
    readonly appended: number;
    readonly error: { readonly code: string } | null;
  };
}
interface List<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

const addGate = async (name: string, config: object = { users: 5, backlog: 100, everyMs: 200000 }) =>
  (await hub.call<Device>('POST', '/api/v1/devices', { body: { pluginId: 'gate', name, config } })).body;

const events = async (query: string) => (await hub.call<List<{ id: string }>>('GET', `/api/v1/events?${query}`)).body;

describe('a hub', () => {
  it('shows an administrator key once, and only its hash is kept', async () => {
    expect(hub.adminKey).toMatch(/^hadir_[0-9a-f]{8}_[0-9a-f]{64}$/);
    const { rows } = await database.pool.query<{ row: string }>('select row_to_json(k)::text as row from api_key k');
    expect(rows.map((row) => row.row).join()).not.toContain(hub.adminKey);
  });

  it('turns what a device says into attendance events, and gives them to people when they are mapped', async () => {
    const device = await addGate('Pintu depan', { users: 5, backlog: 100, everyMs: 200000, commKey: 99 });
    expect(device.config).toEqual({ values: { users: 5, backlog: 100, everyMs: 200000 }, secrets: { commKey: 'set' } });
    await eventually(async () => (await events(`deviceId=${device.id}&limit=200`)).items.length === 100);

    const unit = await hub.call<{ id: string }>('POST', '/api/v1/units', {
      body: { name: 'Dinas Kesehatan', kind: 'dinas' },
    });
    const person = await hub.call<{ id: string }>('POST', '/api/v1/people', {
      body: { name: 'Andi Tenri', unitId: unit.body.id, numbers: [{ kind: 'nip', value: '19850312 201001 2 001' }] },
    });
    expect(person.body).toMatchObject({ numbers: [{ value: '198503122010012001' }] });
    const unmapped = await hub.call<List<{ deviceUserId: string; events: number }>>(
      'GET',
      `/api/v1/unmapped?deviceId=${device.id}`,
    );
    expect(unmapped.body.items.map(({ deviceUserId, events: count }) => [deviceUserId, count])).toEqual(
      ['1', '2', '3', '4', '5'].map((id) => [id, 20]),
    );

    const mapping = await hub.call<{ id: string }>('POST', '/api/v1/mappings', {
      body: { deviceId: device.id, deviceUserId: '2', personId: person.body.id, validFrom: '2026-01-01' },
    });
    expect(mapping.status).toBe(201);
    expect((await events(`personId=${person.body.id}&limit=200`)).items).toHaveLength(20);
    expect((await events(`unitId=${unit.body.id}&limit=200`)).items).toHaveLength(20);
    expect((await events(`deviceId=${device.id}&unmapped=true&limit=200`)).items).toHaveLength(80);

    const again = await hub.call<{ code: string; title: string }>('POST', '/api/v1/mappings', {
      body: { deviceId: device.id, deviceUserId: '2', personId: person.body.id, validFrom: '2026-06-01' },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'MAPPING_TAKEN' } });
    expect(again.body.title).toContain('Andi Tenri');

    const [event] = (await events(`personId=${person.body.id}&limit=1`)).items;
    const detail = await hub.call<{ explanation: string[]; evidence: { reading: { deviceUserId: string } }[] }>(
      'GET',
      `/api/v1/events/${event?.id}`,
      { headers: { 'accept-language': 'id' } },
    );
    expect(detail.body.explanation.join(' ')).toContain('Andi Tenri');
    expect(detail.body.explanation[0]).toContain('sidik jari');
    expect(detail.body.evidence).toHaveLength(1);
    expect(detail.body.evidence[0]?.reading.deviceUserId).toBe('2');

    await hub.call('DELETE', `/api/v1/mappings/${mapping.body.id}`);
    expect((await events(`personId=${person.body.id}`)).items).toHaveLength(0);

    const ladder = await hub.call<{ ok: boolean; stoppedAt: string | null; steps: { step: string }[] }>(
      'POST',
      `/api/v1/devices/${device.id}/test`,
    );
    expect(ladder.body).toMatchObject({ ok: false, stoppedAt: 'mapped' });
    expect(ladder.body.steps.map((step) => step.step)).toEqual([
      'reachable',
      'session',
      'authorised',
      'read',
      'mapped',
      'accepted',
    ]);

    const verified = await hub.call('POST', '/api/v1/journal/verify', { body: { deviceId: device.id } });
    expect(verified.body).toMatchObject({ ok: true, rows: 100 });
  });

  it('says where a connection test stops, in the language asked for', async () => {
    const probe = (language: string) =>
      hub.call<{ steps: { trouble: { message: string } | null }[] }>('POST', '/api/v1/devices/probe', {
        body: { pluginId: 'gate', config: { users: 1, commKey: 13 } },
        headers: { 'accept-language': language },
      });
    const english = await probe('en');
    expect(english.body).toMatchObject({ ok: false, stoppedAt: 'authorised' });
    expect(english.body.steps.at(-1)?.trouble?.message).toBe('Gate {gate} is shut.');
    expect((await probe('id-ID,en;q=0.5')).body.steps.at(-1)?.trouble?.message).toContain('tertutup');
  });

  it('refuses a configuration that does not fit the plugin, naming what is wrong', async () => {
    const refused = await hub.call('POST', '/api/v1/devices', {
      body: { pluginId: 'gate', name: 'x', config: { users: 0, host: 'a' } },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'DEVICE_CONFIG_INVALID' } });
    expect(JSON.stringify(refused.body)).toContain('/users');
    const unknown = await hub.call('POST', '/api/v1/devices', { body: { pluginId: 'nope', name: 'x', config: {} } });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'DEVICE_PLUGIN_UNKNOWN' } });
  });

  it('keeps a secret that an update leaves out', async () => {
    const device = await addGate('Rahasia', { users: 1, commKey: 42, everyMs: 200000 });
    const patched = await hub.call<Device>('PATCH', `/api/v1/devices/${device.id}`, {
      body: { config: { users: 2, everyMs: 200000 } },
    });
    expect(patched.body.config.secrets).toEqual({ commKey: 'set' });
    const { rows } = await database.pool.query<{ sealed: Buffer }>(
      'select config_sealed as sealed from device where id = $1',
      [device.id],
    );
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('commKey');
    expect((await hub.call('DELETE', `/api/v1/devices/${device.id}`)).status).toBe(204);
    expect((await hub.call('GET', `/api/v1/devices/${device.id}`)).status).toBe(404);
    const reused = await hub.call('POST', '/api/v1/devices', {
      body: { pluginId: 'gate', name: 'Rahasia', config: { users: 1, everyMs: 200000 } },
    });
    expect(reused.status).toBe(201);
  });

  it('gives orders once for an idempotency key, and reports what became of them', async () => {
    const device = await addGate('Perintah');
    const order = (name: string, key: string) =>
      hub.call<{ id: string; state: string }>('POST', `/api/v1/devices/${device.id}/commands`, {
        body: { command: { name } },
        headers: { 'idempotency-key': key },
      });
    const [first, second] = await Promise.all([order('clock.read', 'k1'), order('clock.read', 'k1')]);
    expect(first).toMatchObject({ status: 202 });
    expect(second.body.id).toBe(first.body.id);
    expect(await order('clock.set', 'k1')).toMatchObject({ status: 422, body: { code: 'COMMAND_KEY_REUSED' } });
    const outcome = async (id: string) =>
      (await hub.call<{ state: string }>('GET', `/api/v1/devices/${device.id}/commands/${id}`)).body;
    await eventually(async () => (await outcome(first.body.id)).state === 'done');
    expect(await outcome(first.body.id)).toMatchObject({ outcome: { offsetMs: 7 }, progress: 1 });
    const other = await order('device.restart', 'k2');
    await eventually(async () => (await outcome(other.body.id)).state === 'unsupported');
    const clear = await hub.call('POST', `/api/v1/devices/${device.id}/commands`, {
      body: { command: { name: 'records.clear', confirmDeviceName: 'Perintahh' } },
    });
    expect(clear).toMatchObject({ status: 422, body: { code: 'COMMAND_CONFIRMATION' } });
  });

  it('puts what discovery finds into the inbox, and believes it when adopted', async () => {
    expect((await hub.call('POST', '/api/v1/inbox/discover', { body: { pluginId: 'gate', seconds: 1 } })).status).toBe(
      204,
    );
    const inbox = () => hub.call<List<{ key: string; state: string }>>('GET', '/api/v1/inbox?state=new');
    await eventually(async () => (await inbox()).body.items.length === 1);
    const adopt = () =>
      hub.call<{ deviceId: string }>('POST', '/api/v1/inbox/gate/GATE-9/adopt', {
        body: { config: { everyMs: 200000 } },
      });
    const adopted = await adopt();
    expect(adopted.status).toBe(201);
    expect(await adopt()).toMatchObject({ status: 409, body: { code: 'CANDIDATE_ADOPTED' } });
    const device = await hub.call('GET', `/api/v1/devices/${adopted.body.deviceId}`);
    expect(device.body).toMatchObject({ name: 'Gate nine', deviceKey: 'GATE-9' });
    expect((await inbox()).body.items).toHaveLength(0);
  });

  it('lists issues with the texts of the plugin, in the language asked for', async () => {
    const list = (query: string, language = 'id') =>
      hub.call<List<{ id: string; code: string; message: string }>>('GET', `/api/v1/issues?${query}`, {
        headers: { 'accept-language': language },
      });
    await eventually(async () => (await list('code=GATE_SHUT')).body.items.length > 0);
    const [issue] = (await list('code=GATE_SHUT&state=open')).body.items;
    expect(issue?.message).toBe('Gerbang A tertutup.');
    await hub.call('PUT', `/api/v1/issues/${issue?.id}/ignored`, { body: { ignored: true } });
    expect((await list('code=GATE_SHUT&state=ignored')).body.items.map((one) => one.id)).toContain(issue?.id);
  });

  it('writes every change into the audit, with who did it', async () => {
    const { body } = await hub.call<List<{ actor: string; action: string }>>('GET', '/api/v1/audit?limit=500');
    const actions = new Set(body.items.map((entry) => entry.action));
    for (const action of [
      'key.create',
      'device.create',
      'device.update',
      'device.remove',
      'person.create',
      'mapping.create',
      'mapping.remove',
      'command.clock.read',
      'issue.ignore',
      'unit.create',
    ]) {
      expect(actions).toContain(action);
    }
    expect(body.items.every((entry) => entry.actor !== '')).toBe(true);
    expect(JSON.stringify(body)).not.toContain('198503122010012001');
  });

  it('refuses official numbers that cannot be, saying why', async () => {
    const add = (kind: string, value: string) =>
      hub.call<{ code: string }>('POST', '/api/v1/people', { body: { name: 'Uji', numbers: [{ kind, value }] } });
    expect((await add('nip', '1.98503E+17')).body.code).toBe('PERSON_NUMBER_EXCEL');
    expect((await add('nip', '198513122010012001')).body.code).toBe('PERSON_NUMBER_BIRTH');
    expect((await add('ni-pppk', '198503122010012001')).body.code).toBe('PERSON_NUMBER_KIND');
    expect((await add('nip', '198503122010012001')).body.code).toBe('PERSON_NUMBER_TAKEN');
    expect((await add('local', 'HONOR-7')).status).toBe(201);
  });

  it('keeps the tree of units sound', async () => {
    const make = async (name: string, parentId: string | null = null) =>
      (await hub.call<{ id: string }>('POST', '/api/v1/units', { body: { name, kind: 'dinas', parentId } })).body.id;
    const top = await make('A');
    const below = await make('B', top);
    expect(await hub.call('PATCH', `/api/v1/units/${top}`, { body: { parentId: below } })).toMatchObject({
      status: 422,
      body: { code: 'UNIT_CYCLE' },
    });
    expect(await hub.call('DELETE', `/api/v1/units/${top}`)).toMatchObject({
      status: 409,
      body: { code: 'UNIT_IN_USE' },
    });
    expect((await hub.call('DELETE', `/api/v1/units/${below}`)).status).toBe(204);
    const station = await hub.call<{ id: string }>('POST', '/api/v1/stations', {
      body: { name: 'Lobi', zone: 'Asia/Makasar' },
    });
    expect(station).toMatchObject({ status: 422, body: { code: 'TIME_ZONE_UNKNOWN' } });
  });

  it('tells how it stands', async () => {
    expect(await hub.call('GET', '/livez', { key: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await hub.call('GET', '/readyz', { key: null })).toMatchObject({ status: 200 });
    const health = await hub.call<{ checks: { name: string; ok: boolean }[] }>('GET', '/api/v1/health');
    expect(health.body.checks.map((check) => check.name)).toEqual(
      expect.arrayContaining(['database', 'queue', 'normaliser', 'plugin gate', 'devices']),
    );
    const metrics = await hub.call<{ text: string }>('GET', '/metrics', { key: null });
    expect(metrics.body.text).toMatch(/hadir_readings_appended [1-9]/);
    expect(metrics.body.text).toContain('hadir_plugin_up{plugin="gate"} 1');
    expect((await hub.call('GET', '/metrics', { key: null, headers: { 'x-forwarded-for': '10.1.1.1' } })).status).toBe(
      401,
    );
    const document = await hub.call<{ openapi: string; paths: object }>('GET', '/docs/json', { key: null });
    expect(document.body.openapi).toBe('3.1.0');
    expect(Object.keys(document.body.paths)).toContain('/api/v1/events/{id}');
  });

  it('starts a plugin again when asked to', async () => {
    const pid = async () => (await hub.call<List<{ pid: number }>>('GET', '/api/v1/plugins')).body.items[0]?.pid;
    const before = await pid();
    expect((await hub.call('POST', '/api/v1/plugins/gate/restart')).status).toBe(204);
    await eventually(async () => typeof (await pid()) === 'number' && (await pid()) !== before);
    expect((await hub.call('POST', '/api/v1/plugins/nope/restart')).status).toBe(422);
  });
});
