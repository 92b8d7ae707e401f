import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listMeasurements, listVisits } from '../src/visits/index.js';
import { markChecked } from '../src/visits/marks.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { createStation, START, type TestStation } from './support/station.js';

let postgres: TestPostgres;
let db: TestDatabase;
beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
});
afterAll(async () => {
  await db.drop();
  await postgres.stop();
});

const T = START + 3_600_000;
const STEP_MS = 120_000;

/** People who come to one gate, recognised by the terminal or the camera, once or more, and measured within the window. */
const crowd = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 400_000 }),
    again: fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 2 }),
    measured: fc.array(fc.integer({ min: -10_000, max: 20_000 }), { maxLength: 2 }),
    byCamera: fc.boolean(),
    /** Told together with the check-in by the device itself. */
    inside: fc.boolean(),
  }),
  { minLength: 1, maxLength: 9 },
);
/** How far each of the two devices was read when the hub looked, and which measurements were there. */
const looks = fc.array(
  fc.record({ terminal: fc.integer({ min: 0, max: 450_000 }), camera: fc.integer({ min: 0, max: 450_000 }) }),
  { maxLength: 3 },
);

interface Fact {
  readonly atMs: number;
  readonly deviceId: string;
  tell(): Promise<void>;
}

async function read(deviceId: string, ms: number): Promise<void> {
  await db.pool.query(
    `insert into device_read (device_id, read_at) values ($1, $2)
     on conflict (device_id) do update set read_at = greatest(device_read.read_at, excluded.read_at)`,
    [deviceId, new Date(ms)],
  );
}

const everything = async (s: TestStation) => ({
  readings: (await listMeasurements(s.context, { stationId: s.stationId, limit: 500 })).map(
    ({ measurement, outcome }) => [measurement.id, outcome],
  ),
  visits: await listVisits(s.context, { stationId: s.stationId, limit: 500, withHealth: true }),
});

it('no measurement is ever given to another, however late devices tell; all others reach the officer', async () => {
  await fc.assert(
    fc.asyncProperty(crowd, looks, fc.boolean(), async (people, order, measuredFirst) => {
      const s = await createStation(db, {}, T + 10_000_000);
      const owner = new Map<string, string>();
      const old = T - 86_400_000 / 2;
      const stranger = await s.person('Lama');
      await s.see(
        { personId: stranger, deviceId: s.terminal, atMs: old },
        { personId: stranger, deviceId: s.camera, atMs: old },
      );
      const facts: Fact[] = [];
      const personIds = await Promise.all(people.map((_, i) => s.person(`P${i}`)));
      for (const [i, one] of people.entries()) {
        const personId = personIds[i] ?? '';
        for (const [j, offset] of [0, ...one.again].entries()) {
          const deviceId = one.byCamera ? s.camera : s.terminal;
          const atMs = T + one.at + offset;
          const tell = async (): Promise<void> => {
            const methods = one.byCamera ? ['face'] : ['fingerprint'];
            const [eventId = ''] = await s.see({ personId, deviceId, atMs, methods, deviceUserId: `${i}` });
            if (j > 0 || !one.inside) return;
            const [id = ''] = await s.measure({ deviceId, atMs, deviceUserId: `${i}`, eventId });
            owner.set(id, personId);
          };
          facts.push({ atMs, deviceId, tell });
        }
      }
      const measure = async (): Promise<void> => {
        for (const [i, one] of people.entries()) {
          const personId = personIds[i] ?? '';
          for (const offset of one.measured) {
            const [id = ''] = await s.measure({ deviceId: s.gun, atMs: T + one.at + offset });
            owner.set(id, personId);
          }
        }
      };
      const nobodyElses = async (): Promise<void> => {
        for (const { measurement, outcome } of await listMeasurements(s.context, {
          stationId: s.stationId,
          limit: 500,
        })) {
          if (outcome?.state === 'bound') expect(outcome.whose?.personId).toBe(owner.get(measurement.id));
        }
      };

      const told = new Set<Fact>();
      const tellUpTo = async (deviceId: string, ms: number): Promise<void> => {
        for (const fact of facts.filter((one) => one.deviceId === deviceId && one.atMs <= ms && !told.has(one))) {
          told.add(fact);
          await fact.tell();
        }
        await read(deviceId, ms);
      };
      await tellUpTo(s.terminal, T - 60_000);
      await tellUpTo(s.camera, T - 60_000);
      if (measuredFirst) await measure();
      for (const look of order) {
        await tellUpTo(s.terminal, T + look.terminal);
        await tellUpTo(s.camera, T + look.camera);
        await s.settle();
        await nobodyElses();
      }
      if (!measuredFirst) await measure();
      await tellUpTo(s.terminal, T + 9_000_000);
      await tellUpTo(s.camera, T + 9_000_000);
      s.put(T + 10_000_000 + STEP_MS);
      await s.settle();
      await nobodyElses();

      const all = await listMeasurements(s.context, { stationId: s.stationId, limit: 500 });
      const queue = await listMeasurements(s.context, { stationId: s.stationId, state: 'pending', limit: 500 });
      const bound = all.filter(({ outcome }) => outcome?.state === 'bound');
      expect(all).toHaveLength(owner.size);
      expect(bound.length + queue.length).toBe(owner.size);
      const final = await everything(s);
      const used = final.visits.flatMap(({ temperature }) => temperature?.readingIds ?? []);
      expect(new Set(used).size).toBe(used.length);

      // From nothing, in one go, the same comes out.
      await db.pool.query('delete from temperature_outcome where station_id = $1', [s.stationId]);
      await db.pool.query('delete from visit where station_id = $1', [s.stationId]);
      await markChecked(db.pool, s.stationId, new Date(T - 86_400_000), new Date(T + 86_400_000));
      await s.settle();
      expect(await everything(s)).toEqual(final);
    }),
    // Shrinking asks the database hundreds of times; the seed is enough to look again.
    { numRuns: 25, endOnFailure: true },
  );
}, 280_000);
