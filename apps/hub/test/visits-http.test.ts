import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { instant } from '@hadir/core';
import { startModbusThermometer } from '@hadir/plugin-ir-thermo/testing';
import { startAdmsTerminal } from '@hadir/plugin-zkteco/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../src/demo/ports.js';
import { verifyJournal } from '../src/journal/index.js';
import { purgeTemperatures } from '../src/temperature/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { until } from './servers/until.js';
import { createStation } from './support/station.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

const THERMO = fileURLToPath(new URL('../../../packages/plugins/ir-thermo', import.meta.url));
const ZKTECO = fileURLToPath(new URL('../../../packages/plugins/zkteco', import.meta.url));
const DAY_MS = 86_400_000;

let postgres: TestPostgres;
let db: TestDatabase;
let hub: TestHub;
let officer: string;
let admsPort: number;
beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
  const settings = {
    visits: { settleSeconds: 0, beforeSeconds: 1, expireSeconds: 60 },
    retention: { temperatureDays: 3 },
  };
  // Below the ports that the system gives away by itself, so that nobody takes it meanwhile.
  admsPort = await freePort(21_000 + Math.floor(Math.random() * 10_000));
  const zkteco = { use: ZKTECO, settings: { listen: { host: '127.0.0.1', port: admsPort } } };
  hub = await startTestHub({ databaseUrl: db.url, plugins: [THERMO, zkteco], settings });
  officer = await hub.key('health:write');
}, 120_000);
afterAll(async () => {
  await hub?.stop();
  await db.drop();
  await postgres.stop();
});

interface Measurement {
  readonly id: string;
  readonly value: number;
  readonly enteredBy: string | null;
  readonly assessment: { readonly celsius: number; readonly advice: { readonly code: string; readonly text: string } };
  readonly outcome: {
    readonly state: string;
    readonly person: { readonly name: string } | null;
    readonly visitId: string | null;
    readonly candidates: readonly { readonly visitId: string }[];
  } | null;
}
interface Visit {
  readonly id: string;
  readonly person: { readonly name: string } | null;
  readonly temperature: {
    readonly reading: Measurement;
    readonly method: string;
    readonly advice: { readonly code: string };
  } | null;
}

/** A gun of which the numbers are typed in. */
async function addGun(stationId: string, more: Record<string, unknown> = {}): Promise<string> {
  const made = await hub.call<{ id: string }>('POST', '/api/v1/devices', {
    body: {
      pluginId: 'ir-thermo',
      name: `gun ${randomUUID()}`,
      stationId,
      zone: 'Asia/Makassar',
      config: { connection: 'operator', mode: 'body', ...more },
    },
  });
  expect(made.status).toBe(201);
  return made.body.id;
}

const enter = (body: unknown, headers: Record<string, string> = {}) =>
  hub.call<{ id: string; known: boolean; code: string; title: string }>('POST', '/api/v1/temperatures', {
    key: officer,
    body,
    headers,
  });
const measurement = (id: string) =>
  until(
    () => hub.call<Measurement>('GET', `/api/v1/temperatures/${id}`, { key: officer }),
    ({ status, body }) => status === 200 && body.outcome !== null && body.outcome.state !== 'waiting',
  );

describe('a gun without an interface', () => {
  it('an officer enters what it shows for a person; it goes through the journal into the visit', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() - 5_000 });
    const gun = await addGun(s.stationId, { offsetCelsius: 0.2, calibrationExpiresOn: '2030-01-01' });
    const made = await enter({ deviceId: gun, personId: ani, value: 98.06, unit: 'F' });
    expect(made.status).toBe(202);
    const { body } = await measurement(made.body.id);
    expect(body).toMatchObject({
      value: 98.06,
      enteredBy: expect.any(String),
      assessment: { celsius: 36.9, advice: { code: 'none' } },
      outcome: { state: 'bound', method: 'operator', person: { name: 'Ani' } },
    });
    const visits = await hub.call<{ items: Visit[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`);
    expect(visits.body.items).toMatchObject([{ person: { name: 'Ani' }, temperature: { method: 'operator' } }]);
    // Sealed in the journal like any other; who typed it is on record without the value.
    const journal = await db.pool.query('select body from journal where device_id = $1', [gun]);
    expect(journal.rows[0].body).toMatch(/"sealed"/);
    expect(journal.rows[0].body).not.toContain('98.06');
    const audit = await db.pool.query('select * from audit_entry where subject = $1', [made.body.id]);
    expect(audit.rows).toMatchObject([{ action: 'temperature.enter' }]);
    expect(JSON.stringify(audit.rows)).not.toContain('98.06');
  });

  it('is asked again when the number cannot be, the time is not now, or the device measures by itself', async () => {
    const s = await createStation(db);
    const gun = await addGun(s.stationId);
    const refused = async (body: Record<string, unknown>) =>
      (await enter({ deviceId: gun, value: 36.6, unit: 'C', ...body })).body.code;
    expect(await refused({ value: 63.6 })).toBe('TEMPERATURE_IMPLAUSIBLE');
    expect(await refused({ value: 36.6, unit: 'F' })).toBe('TEMPERATURE_IMPLAUSIBLE');
    expect(await refused({ measuredAt: new Date(Date.now() - 3_600_000).toISOString() })).toBe('TEMPERATURE_TIME');
    expect(await refused({ personId: randomUUID() })).toBe('PERSON_UNKNOWN');
    expect(await refused({ deviceId: s.terminal })).toBe('TEMPERATURE_DEVICE');
    const kept = await db.pool.query('select 1 from journal where device_id = $1', [gun]);
    expect(kept.rowCount).toBe(0);
  });

  it('sent twice with one idempotency key is entered once', async () => {
    const s = await createStation(db);
    const gun = await addGun(s.stationId);
    const send = () => enter({ deviceId: gun, value: 36.6, unit: 'C' }, { 'idempotency-key': 'once' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual({ id: first.body.id, known: true });
    const kept = await db.pool.query('select 1 from journal where device_id = $1', [gun]);
    expect(kept.rowCount).toBe(1);
  });

  it('without a person it waits for an officer, however alone somebody was: what is typed has no exact time', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    const [visitId] = await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() });
    const gun = await addGun(s.stationId);
    const made = await enter({ deviceId: gun, value: 36.6, unit: 'C' });
    const { body } = await measurement(made.body.id);
    expect(body.outcome).toMatchObject({ state: 'pending', reason: 'unsure', candidates: [{ visitId }] });
    const queue = await hub.call<{ items: Measurement[] }>(
      'GET',
      `/api/v1/temperatures?state=pending&stationId=${s.stationId}`,
      { key: officer },
    );
    expect(queue.body.items.map(({ id }) => id)).toEqual([made.body.id]);
    const decide = (decision: unknown) =>
      hub.call<Measurement & { code: string; decisions: { id: number }[] }>(
        'POST',
        `/api/v1/temperatures/${made.body.id}/decisions`,
        { key: officer, body: decision },
      );
    const decided = await decide({ visitId });
    expect(decided).toMatchObject({ status: 201, body: { outcome: { state: 'bound', person: { name: 'Ani' } } } });
    expect(await decide({ nobody: true })).toMatchObject({ status: 409, body: { code: 'TEMPERATURE_DECIDED' } });
    const replaced = await decide({ nobody: true, replaces: decided.body.decisions[0]?.id });
    expect(replaced.body).toMatchObject({ outcome: { state: 'dismissed' }, decisions: [{}, { nobody: true }] });
  });
});

describe('permissions', () => {
  it('visits without health:read hold no temperature; entering and deciding needs health:write', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() - 5_000 });
    const gun = await addGun(s.stationId);
    const made = await enter({ deviceId: gun, personId: ani, value: 36.87, unit: 'C' });
    await measurement(made.body.id);
    const path = `/api/v1/visits?stationId=${s.stationId}`;
    const clerk = await hub.key('events:read', 'journal:read', 'people:read');
    const plain = await hub.call<{ items: Visit[] }>('GET', path, { key: clerk });
    expect(plain.body.items).toMatchObject([{ person: { name: 'Ani' }, temperature: null }]);
    expect(JSON.stringify(plain.body)).not.toContain('36.87');
    const doctor = await hub.key('events:read', 'health:read');
    const full = await hub.call<{ items: Visit[] }>('GET', path, { key: doctor });
    expect(full.body.items[0]?.temperature?.reading.value).toBe(36.87);
    expect((await hub.call('POST', '/api/v1/temperatures', { key: doctor, body: {} })).status).toBe(403);
    const decisions = `/api/v1/temperatures/${made.body.id}/decisions`;
    expect((await hub.call('POST', decisions, { key: doctor, body: { nobody: true } })).status).toBe(403);
    expect((await hub.call('GET', `/api/v1/temperatures/${made.body.id}`, { key: clerk })).status).toBe(403);
  });
});

describe('a cursor', () => {
  it('that is forged is refused', async () => {
    const forged = Buffer.from(JSON.stringify([9e15, randomUUID()])).toString('base64url');
    for (const path of ['temperatures', 'visits']) {
      const answer = await hub.call('GET', `/api/v1/${path}?cursor=${forged}`);
      expect(answer).toMatchObject({ status: 422, body: { code: 'CURSOR_INVALID' } });
    }
  });
});

describe('a limit that somebody set', () => {
  it('says "measure again", then "officer", in words; attendance is as it was', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    const rules = `/api/v1/stations/${s.stationId}/rules`;
    const bad = { visits: {}, temperature: { bodyThreshold: { celsius: 45, comparator: '>' } } };
    expect((await hub.call('PUT', rules, { body: bad })).body.code).toBe('TEMPERATURE_POLICY_INVALID');
    const own = {
      visits: {},
      temperature: { bodyThreshold: { celsius: 37.3, comparator: '>' }, repeatAfterSeconds: 300 },
    };
    expect(await hub.call('PUT', rules, { body: own })).toMatchObject({
      status: 200,
      body: { effective: { temperature: { bodyThreshold: { celsius: 37.3 } } } },
    });
    const attendance = async () => {
      const { rows } = await db.pool.query(
        `select e.*, (select count(*) from result_outbox o where o.person_id = e.person_id) as marked
         from attendance_event e where person_id = $1 order by id`,
        [ani],
      );
      return rows;
    };
    await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() - 60_000 });
    const before = await attendance();
    expect(before).toMatchObject([{ verdict: 'accepted', revision: 1 }]);
    const gun = await addGun(s.stationId);
    const at = (ms: number) => new Date(Date.now() - ms).toISOString();
    const first = await enter({ deviceId: gun, personId: ani, value: 38.4, unit: 'C', measuredAt: at(400_000) });
    expect((await measurement(first.body.id)).body.assessment.advice).toEqual({
      code: 'measure-again',
      text: 'Measure again.',
    });
    const second = await enter({ deviceId: gun, personId: ani, value: 38.5, unit: 'C', measuredAt: at(60_000) });
    await measurement(second.body.id);
    const visits = await hub.call<{ items: Visit[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`, {
      headers: { 'accept-language': 'id' },
    });
    expect(visits.body.items).toMatchObject([
      { temperature: { advice: { code: 'officer', text: 'Panggil petugas.' } } },
    ]);
    expect(await attendance()).toEqual(before);
  });

  it('is off unless set: the highest temperature is recorded only', async () => {
    const s = await createStation(db);
    const gun = await addGun(s.stationId);
    const made = await enter({ deviceId: gun, personId: await s.person('Budi'), value: 42, unit: 'C' });
    expect((await measurement(made.body.id)).body.assessment).toMatchObject({
      advice: { code: 'none' },
      notes: [{ code: 'ambient-unknown' }],
    });
  });
});

describe('a thermometer on the wall', () => {
  it('measures over Modbus who has just checked in: one visit of two devices', async () => {
    const sensor = await startModbusThermometer({ roomCelsius: 26 });
    try {
      const s = await createStation(db);
      const ani = await s.person('Ani');
      const made = await hub.call<{ id: string }>('POST', '/api/v1/devices', {
        body: {
          pluginId: 'ir-thermo',
          name: `sensor ${randomUUID()}`,
          stationId: s.stationId,
          zone: 'Asia/Makassar',
          config: { connection: 'modbus-tcp', modbus: { host: sensor.host, port: sensor.port, pollEveryMs: 60 } },
        },
      });
      await until(
        () => hub.call<{ state: string }>('GET', `/api/v1/devices/${made.body.id}`),
        ({ body }) => JSON.stringify(body).includes('"online"'),
      );
      const [visitId] = await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() });
      sensor.present(36.4, 2500);
      const found = await until(
        () => hub.call<{ items: Visit[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`),
        ({ status, body }) => status === 200 && (body.items[0]?.temperature ?? null) !== null,
      );
      expect(found.body.items).toMatchObject([
        {
          id: visitId,
          person: { name: 'Ani' },
          temperature: { method: 'window', reading: { value: 36.4, mode: 'surface' } },
        },
      ]);
    } finally {
      await sensor.stop();
    }
  });
});

describe('a terminal that measures by itself', () => {
  it('tells temperature and check-in in one: certain in a crowd, and the check-in holds nothing of it', async () => {
    const s = await createStation(db);
    const people = await Promise.all(['Ani', 'Budi', 'Cici'].map((name) => s.person(name)));
    const made = await hub.call<{ id: string }>('POST', '/api/v1/devices', {
      body: {
        pluginId: 'zkteco',
        name: `terminal ${randomUUID()}`,
        deviceKey: 'HEALTH-1',
        stationId: s.stationId,
        zone: 'Asia/Makassar',
        config: { transport: 'adms', serialNumber: 'HEALTH-1', temperature: true, temperatureMode: 'body' },
      },
    });
    expect(made.status).toBe(201);
    for (const [index, personId] of people.entries()) {
      const body = { deviceId: made.body.id, deviceUserId: String(index + 1), personId };
      expect((await hub.call('POST', '/api/v1/mappings', { body })).status).toBe(201);
    }
    const server = `http://127.0.0.1:${admsPort}`;
    const terminal = await startAdmsTerminal({ server, serialNumber: 'HEALTH-1', pollMs: 100 });
    try {
      await until(
        () => hub.call('GET', `/api/v1/devices/${made.body.id}`),
        ({ body }) => JSON.stringify(body).includes('"online"'),
      );
      for (const pin of ['1', '2', '3']) terminal.punch({ pin, verify: 15, temperature: `36.${pin}7` });
      const found = await until(
        () => hub.call<{ items: Visit[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`),
        ({ status, body }) =>
          status === 200 && body.items.length === 3 && body.items.every(({ temperature }) => temperature !== null),
        60_000,
      );
      const joined = found.body.items.map(({ person, temperature }) => [
        person?.name,
        temperature?.method,
        temperature?.reading.value,
      ]);
      expect(joined.sort()).toEqual([
        ['Ani', 'same-event', 36.17],
        ['Budi', 'same-event', 36.27],
        ['Cici', 'same-event', 36.37],
      ]);
      const clerk = await hub.key('events:read', 'journal:read');
      for (const { id } of found.body.items) {
        const event = await hub.call('GET', `/api/v1/events/${id}`, { key: clerk });
        expect(event.status).toBe(200);
        expect(JSON.stringify(event.body)).not.toMatch(/36\.[123]7/);
      }
    } finally {
      await terminal.stop();
    }
  });
});

describe('a phone', () => {
  it('that checked in near the office’s beacon is one of the station’s devices', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    const site = await hub.call<{ deviceId: string }>('POST', '/api/v1/checkin/sites', {
      body: { name: `kantor ${randomUUID()}`, zone: 'Asia/Makassar' },
    });
    expect(site.status).toBe(201);
    const { deviceId } = site.body;
    const placed = await hub.call('PATCH', `/api/v1/devices/${deviceId}`, { body: { stationId: s.stationId } });
    expect(placed.status).toBe(200);
    await s.see(
      { personId: ani, deviceId, atMs: Date.now() - 3_000, methods: ['phone'] },
      { personId: ani, deviceId: s.terminal, atMs: Date.now() - 1_000 },
    );
    const found = await until(
      () => hub.call<{ items: (Visit & { kinds: string[] })[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`),
      ({ status, body }) => status === 200 && body.items[0]?.kinds.length === 2,
    );
    expect(found.body.items).toMatchObject([{ person: { name: 'Ani' }, kinds: ['proximity', 'punch'] }]);
  });
});

describe('after their days', () => {
  /** Every row of every table as text. */
  async function tablesWith(needle: string): Promise<readonly string[]> {
    const { rows } = await db.pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const hit = await db.pool.query(`select 1 from ${name} t where t::text like $1 limit 1`, [`%${needle}%`]);
      if ((hit.rowCount ?? 0) > 0) found.push(name);
    }
    return found;
  }

  it('a value can be read nowhere; the visit, the decision and a whole journal remain', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    await s.see({ personId: ani, deviceId: s.terminal, atMs: Date.now() - 5_000 });
    const gun = await addGun(s.stationId);
    const made = await enter({ deviceId: gun, personId: ani, value: 37.1234, unit: 'C' });
    await measurement(made.body.id);
    await hub.call('POST', `/api/v1/temperatures/${made.body.id}/decisions`, { key: officer, body: { personId: ani } });
    // The search finds what is there to be found.
    expect(await tablesWith('37.1234')).toEqual(['public.temperature_reading']);

    const report = await purgeTemperatures(db, instant(Date.now() + 4 * DAY_MS), 3);
    expect(report.readings).toBeGreaterThan(0);
    expect(await tablesWith('37.1234')).toEqual([]);
    expect(await tablesWith(made.body.id)).toEqual(['public.audit_entry', 'public.temperature_decision']);
    expect((await verifyJournal(db)).faults).toEqual([]);
    expect((await hub.call('GET', `/api/v1/temperatures/${made.body.id}`, { key: officer })).status).toBe(404);
    const range = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) };
    const again = await hub.call('POST', `/api/v1/stations/${s.stationId}/visits/recompute`, { body: range });
    expect(again.status).toBe(202);
    await until(
      async () => (await db.pool.query('select 1 from visit_due where station_id = $1', [s.stationId])).rowCount,
      (count) => count === 0,
    );
    const visits = await hub.call<{ items: Visit[] }>('GET', `/api/v1/visits?stationId=${s.stationId}`);
    expect(visits.body.items).toMatchObject([{ person: { name: 'Ani' }, temperature: null }]);

    const kept = await hub.call('GET', '/api/v1/temperatures/retention', { key: officer });
    expect(kept.body).toMatchObject({
      keepDays: 3,
      readings: 0,
      overdue: false,
      purges: [{ readings: report.readings }],
    });
    const metrics = await hub.call<{ text: string }>('GET', '/metrics');
    expect(metrics.body.text).toMatch(new RegExp(`hadir_temperatures_purged ${report.readings}\\b`));
    const health = await hub.call<{ checks: { name: string; ok: boolean }[] }>('GET', '/api/v1/health');
    expect(JSON.stringify(health.body)).toMatch(/temperatures/);
  });
});
