import { type Clock, instant, type TemperatureReading } from '@hadir/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createJournal, verifyJournal } from '../src/journal/index.js';
import { createNormaliser } from '../src/normalise/index.js';
import { startRetention } from '../src/runtime/retention.js';
import { purgeTemperatures, reportRetention } from '../src/temperature/index.js';
import { listMeasurements } from '../src/visits/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { addDevice, punch } from './servers/readings.js';
import { until } from './servers/until.js';
import { startTestHub } from './support/test-hub.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 6, 15, 1);
const VALUE = 36.71;
const TEMPERATURE_DAYS = 14;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
});
afterAll(() => postgres.stop());

const measured = (key: string, atMs: number, value = VALUE): TemperatureReading => ({
  kind: 'temperature',
  key,
  time: { form: 'instant', epochMs: atMs },
  value,
  unit: 'C',
  mode: 'surface',
  compensation: { byDevice: 'no', offsetCelsius: 0.2 },
  live: true,
  transport: 'uart',
  raw: { encoding: 'hex', data: '5a5a45040e440afe57' },
});

async function bench(db: TestDatabase) {
  let nowMs = START;
  const clock: Clock = { now: () => instant(nowMs) };
  const batches: number[] = [];
  const journal = createJournal(db, { clock, onAppended: (ids) => void batches.push(...ids) });
  const normalise = createNormaliser({ db });
  const deviceId = await addDevice(db);
  return {
    deviceId,
    journal,
    clock,
    advance: (ms: number) => {
      nowMs += ms;
    },
    append: (...readings: Parameters<typeof journal.append>[0]['readings']) =>
      journal.append({ pluginId: 'test', deviceId, readings }),
    async normalise() {
      for (const id of batches.splice(0)) await normalise(id);
    },
    list: async () => {
      const rules = { visits: {}, temperature: {} };
      const found = await listMeasurements({ database: db, rules }, { limit: 10 });
      return found.map(({ measurement }) => measurement);
    },
    /** Everything the database says of the journal, as text. */
    async journalText() {
      const { rows } = await db.pool.query('select * from journal order by seq');
      return JSON.stringify(rows);
    },
    async close() {
      await journal.close();
      await db.drop();
    },
  };
}

describe('temperatures', () => {
  it('lie in the journal sealed, in their own table readable, once however often they come', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(measured('t|1', START), punch(1));
    await b.normalise();
    expect(await b.append(measured('t|1', START))).toMatchObject({ appended: 0, known: 1 });
    await b.normalise();
    const [row, ...others] = await b.list();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ value: VALUE, unit: 'C', mode: 'surface', deviceId: b.deviceId });
    const text = await b.journalText();
    expect(text).toContain('t|1');
    for (const secret of [String(VALUE), '5a5a4504', 'surface']) expect(text).not.toContain(secret);
    const events = await db.pool.query('select id from attendance_event');
    expect(events.rowCount).toBe(1);
    await b.close();
  });

  it('are purged with their keys after their days, and the chain of the journal is whole', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(measured('t|1', START), measured('t|2', START + 1000), punch(1));
    await b.normalise();
    b.advance(TEMPERATURE_DAYS * DAY_MS);
    await b.append(measured('t|3', START + TEMPERATURE_DAYS * DAY_MS));
    await b.normalise();
    expect(await purgeTemperatures(db, b.clock.now(), TEMPERATURE_DAYS)).toMatchObject({ readings: 0, days: 0 });
    b.advance(DAY_MS);
    const report = await purgeTemperatures(db, b.clock.now(), TEMPERATURE_DAYS);
    expect(report).toEqual({ before: '2026-07-16', readings: 2, days: 1 });
    expect(await b.list()).toHaveLength(1);
    expect((await db.pool.query('select day from temperature_key')).rowCount).toBe(1);
    expect(await verifyJournal(db)).toMatchObject({ rows: 4, faults: [] });
    // What was purged is on record, without a value.
    const audit = await db.kysely.selectFrom('audit_entry').selectAll().execute();
    expect(audit).toMatchObject([{ action: 'temperature.purge', details: { readings: 2, days: 1 } }]);
    expect(JSON.stringify(audit)).not.toContain(String(VALUE));
    expect(await reportRetention(db, b.clock.now(), TEMPERATURE_DAYS)).toMatchObject({
      readings: 1,
      oldestDay: '2026-07-29',
      overdue: false,
      purgedReadings: 2,
      purges: [{ before: '2026-07-16', readings: 2, days: 1 }],
    });
    b.advance(17 * DAY_MS);
    expect(await reportRetention(db, b.clock.now(), TEMPERATURE_DAYS)).toMatchObject({ overdue: true });
    await b.close();
  });

  it('are purged by the hub after the days that are set, and it says so', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(measured('t|1', START));
    await b.normalise();
    b.advance(4 * DAY_MS);
    const said: unknown[] = [];
    const log = { info: (...words: unknown[]) => said.push(words), warn: (...words: unknown[]) => said.push(words) };
    const settings = { temperatureDays: 3, visitDays: 90, commandDays: 365, clearedIssueDays: 365 };
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    const stop = startRetention({ database: db, settings, clock: b.clock, log: log as never });
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    await until(
      () => said,
      (all) => all.length > 0,
    );
    stop();
    expect(said).toEqual([[{ before: '2026-07-16', readings: 1, days: 1 }, 'temperatures were purged']]);
    expect(await b.list()).toEqual([]);
    await b.close();
  });

  it('that are purged before they were normalised are done with and hinder no other', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(measured('t|1', START), punch(1));
    b.advance((TEMPERATURE_DAYS + 1) * DAY_MS);
    await purgeTemperatures(db, b.clock.now(), TEMPERATURE_DAYS);
    await b.normalise();
    expect(await b.list()).toEqual([]);
    expect((await db.pool.query('select id from attendance_event')).rowCount).toBe(1);
    expect((await db.pool.query('select id from journal_batch where done_at is null')).rowCount).toBe(0);
    await b.close();
  });

  it('that were altered, or moved to another device, are told and not believed', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(measured('t|1', START));
    const other = await addDevice(db);
    await db.pool.query('update journal set device_id = $1', [other]);
    await db.pool.query('update journal_batch set device_id = $1', [other]);
    await b.normalise();
    expect(await b.list()).toEqual([]);
    const issues = await db.kysely.selectFrom('issue').select('code').execute();
    expect(issues).toEqual([{ code: 'NORMALISE_READING_UNREADABLE' }]);
    await b.close();
  });
});

describe('over HTTP', () => {
  it('need a permission of their own, and come page by page', async () => {
    const db = await postgres.database();
    const b = await bench(db);
    await b.append(...Array.from({ length: 5 }, (_, i) => measured(`t|${i}`, START + i * 1000, 36 + i / 10)));
    await b.normalise();
    const hub = await startTestHub({ databaseUrl: db.url, plugins: [] });
    try {
      const nosy = await hub.key('events:read', 'journal:read', 'devices:read');
      expect((await hub.call('GET', '/api/v1/temperatures', { key: nosy })).status).toBe(403);
      const doctor = await hub.key('health:read');
      const seen: number[] = [];
      let next: string | null = '';
      while (next !== null) {
        const page: { body: { items: { value: number }[]; next: string | null } } = await hub.call(
          'GET',
          `/api/v1/temperatures?limit=2${next === '' ? '' : `&cursor=${next}`}`,
          { key: doctor },
        );
        seen.push(...page.body.items.map((item) => item.value));
        next = page.body.next;
      }
      expect(seen).toEqual([36.4, 36.3, 36.2, 36.1, 36]);
    } finally {
      await hub.stop();
      await b.close();
    }
  });
});
