import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJournal, verifyJournal } from '../src/journal/index.js';
import { startTestPostgres, type TestPostgres } from './servers/database.js';
import { testFolder } from './servers/folder.js';
import { buildChild, startChild } from './servers/hub-child.js';
import { addDevice, punch, punches } from './servers/readings.js';
import { startTestRedis, type TestRedis } from './servers/redis.js';
import { until } from './servers/until.js';
import { createWorld, systemClock, type World } from './servers/world.js';

/**
 * What every arrangement of database and queue must do, told once. Each arrangement runs it on real servers.
 * An arrangement whose servers are not installed reports its tests as skipped.
 */
export function storeAndQueueConformance(arrangement: {
  readonly name: string;
  readonly postgres: 'embedded' | 'external';
  readonly redis: boolean;
}): void {
  describe(`store and queue on ${arrangement.name}`, () => {
    let postgres: TestPostgres | null = null;
    let redis: TestRedis | null = null;
    let missing: string | null = null;
    let world: World;
    let device: string;
    let run = 0;
    let buildFolder: Awaited<ReturnType<typeof testFolder>>;
    let workerFile: string;

    beforeAll(async () => {
      buildFolder = await testFolder();
      workerFile = await buildChild(new URL('./servers/worker-child.ts', import.meta.url), buildFolder.path);
      postgres = await startTestPostgres(arrangement.postgres);
      if (postgres === null) missing = 'PostgreSQL (/usr/lib/postgresql) is not installed';
      if (arrangement.redis) {
        redis = await startTestRedis();
        if (redis === null) missing = 'redis-server is not installed';
      }
    });
    afterAll(async () => {
      await buildFolder?.remove();
      await redis?.stop();
      await postgres?.stop();
    });
    beforeEach(async ({ skip }) => {
      if (missing !== null || postgres === null) return skip(missing ?? 'no PostgreSQL');
      world = await createWorld(await postgres.database(), redis?.url ?? null, `test-${process.pid}-${++run}`);
      device = await addDevice(world.db);
    });
    afterEach(async () => {
      if (missing === null) await world.close();
    });

    const append = (readings: ReturnType<typeof punches>, deviceId = device) =>
      world.journal.append({ pluginId: 'test', deviceId, readings });
    const settled = (events: number, timeoutMs?: number) =>
      until(
        async () => ({ open: await world.openBatches(), events: (await world.events()).length }),
        (now) => now.open === 0 && now.events === events,
        timeoutMs,
      );

    it('turns readings into events, once each, however often they come', async () => {
      await world.startWorker();
      expect(await append(punches(0, 300))).toEqual({ appended: 300, known: 0 });
      expect(await append(punches(100, 300))).toEqual({ appended: 100, known: 200 });
      expect(await append(punches(0, 400))).toEqual({ appended: 0, known: 400 });
      await settled(400);
      expect(await verifyJournal(world.db)).toMatchObject({ devices: 1, rows: 400, faults: [] });
    });

    it('makes one event of one scan that two transports tell of', async () => {
      await world.startWorker();
      await append([punch(1)]);
      await append([punch(1, { key: 'adms|1', transport: 'adms', live: true })]);
      await settled(1);
      expect((await verifyJournal(world.db)).rows).toBe(2);
    });

    it('keeps cursor and readings in one commit, null included', async () => {
      expect(await world.journal.loadCursor(device)).toBeNull();
      const cursor = { page: 7, note: 'a\u0000b' };
      await world.journal.append({ pluginId: 'test', deviceId: device, readings: punches(0, 2), cursor });
      expect(await world.journal.loadCursor(device)).toEqual(cursor);
      await append(punches(2, 1));
      expect(await world.journal.loadCursor(device)).toEqual(cursor);
      await world.journal.append({ pluginId: 'test', deviceId: device, readings: [], cursor: null });
      expect(await world.journal.loadCursor(device)).toBeNull();
    });

    it('refuses readings of a device that nobody registered, and harms no other', async () => {
      const stranger = '00000000-0000-4000-8000-000000000000';
      const [bad, good] = await Promise.allSettled([append(punches(0, 3), stranger), append(punches(0, 3))]);
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'JOURNAL_DEVICE_UNKNOWN' } });
      expect(good).toMatchObject({ status: 'fulfilled', value: { appended: 3 } });
    });

    it('keeps each key once and each chain whole for any batches in any order at once', async () => {
      const other = await addDevice(world.db);
      const keys = new Map([
        [device, new Set<number>()],
        [other, new Set<number>()],
      ]);
      const batch = fc.record({
        deviceId: fc.constantFrom(device, other),
        scans: fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 40 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 12 }), async (batches) => {
          const receipts = await Promise.all(
            batches.map((b) =>
              append(
                b.scans.map((n) => punch(n)),
                b.deviceId,
              ),
            ),
          );
          let appended = 0;
          for (const [deviceId, known] of keys) {
            const before = known.size;
            for (const b of batches) if (b.deviceId === deviceId) for (const n of b.scans) known.add(n);
            appended += known.size - before;
          }
          expect(receipts.reduce((sum, receipt) => sum + receipt.appended, 0)).toBe(appended);
          const report = await verifyJournal(world.db);
          expect(report.faults).toEqual([]);
          expect(report.rows).toBe([...keys.values()].reduce((sum, known) => sum + known.size, 0));
        }),
        { numRuns: 12 },
      );
      await world.startWorker();
      await settled([...keys.values()].reduce((sum, known) => sum + known.size, 0));
    });

    it('works off together what many devices said at once', async () => {
      await world.startWorker();
      const devices = await Promise.all(Array.from({ length: 20 }, () => addDevice(world.db)));
      await Promise.all(devices.flatMap((id) => Array.from({ length: 10 }, (_, n) => append([punch(n)], id))));
      await settled(200);
      expect((await verifyJournal(world.db)).faults).toEqual([]);
    });

    it('shows events in the order of their places, without a gap, while many are written', async () => {
      await world.startWorker();
      const seen: number[] = [];
      const stop = new AbortController();
      const reading = world.feed.subscribe(
        0,
        (events) => {
          seen.push(...events.map((event) => event.position));
        },
        { signal: stop.signal, limit: 50 },
      );
      const devices = await Promise.all(Array.from({ length: 6 }, () => addDevice(world.db)));
      await Promise.all(
        devices.map(async (id) => {
          for (let at = 0; at < 300; at += 30) await append(punches(at, 30), id);
        }),
      );
      await until(
        () => seen.length,
        (count) => count >= 1800,
      );
      stop.abort();
      await reading;
      expect(seen).toEqual((await world.events()).map((event) => event.position));
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    it('finds in the journal what nobody queued', async () => {
      const forgetful = createJournal(world.db, { clock: systemClock });
      await forgetful.append({ pluginId: 'test', deviceId: device, readings: punches(0, 10) });
      await forgetful.close();
      expect(await world.openBatches()).toBe(1);
      await world.startWorker();
      await settled(10);
    });

    it('does a batch again when its worker failed, and loses nothing', async () => {
      let failures = 0;
      await world.startWorker((handler) => async (id, signal) => {
        if (failures++ < 2) throw new Error('fails at first');
        return await handler(id, signal);
      });
      await append(punches(0, 20));
      await settled(20);
      expect(failures).toBeGreaterThanOrEqual(3);
    });

    it('keeps a batch that can never be done open, tells an operator, and goes on with the others', async () => {
      await append([punch(0)]);
      const { rows } = await world.db.pool.query<{ id: number }>('select id from journal_batch');
      const poison = rows[0]?.id;
      await world.startWorker((handler) => async (id, signal) => {
        if (id === poison) throw new Error('poison');
        return await handler(id, signal);
      });
      // A batch that has not failed yet may be worked off together with another, whose call does not throw.
      await until(
        () => world.db.pool.query<{ attempts: number }>('select attempts from journal_batch where id = $1', [poison]),
        (result) => (result.rows[0]?.attempts ?? 0) > 0,
      );
      const other = await addDevice(world.db);
      await append(punches(0, 50), other);
      const stats = await until(
        () => world.queue.stats(),
        (now) => now.stuckBatches === 1 && now.openBatches === 1,
      );
      expect(stats.openBatches).toBe(1);
      const issues = await world.db.kysely.selectFrom('issue').selectAll().execute();
      expect(issues).toMatchObject([{ code: 'QUEUE_BATCH_STUCK', device_id: device, cleared_at: null }]);
      expect((await world.events()).length).toBe(50);
    });

    it('cuts a failing batch in two until the one bad reading is alone', async () => {
      const bad = 5;
      await append(punches(0, 8));
      await world.startWorker((handler) => async (id, signal) => {
        const { rows } = await world.db.pool.query<{ from_seq: number; to_seq: number }>(
          'select from_seq, to_seq from journal_batch where id = $1 and done_at is null',
          [id],
        );
        const batch = rows[0];
        if (batch !== undefined && batch.from_seq <= bad && bad <= batch.to_seq) throw new Error('poison inside');
        return await handler(id, signal);
      });
      await until(
        () => world.queue.stats(),
        (now) => now.stuckBatches === 1 && now.openBatches === 1,
        90_000,
      );
      const { rows } = await world.db.pool.query('select from_seq, to_seq from journal_batch where done_at is null');
      expect(rows).toEqual([{ from_seq: bad, to_seq: bad }]);
      expect((await world.events()).length).toBe(7);
    });

    it('loses and doubles nothing when worker processes are killed again and again', async () => {
      const total = 1200;
      let appended = 0;
      const appending = (async () => {
        for (let at = 0; at < total; at += 20) {
          await append(punches(at, 20));
          appended += 20;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      for (let life = 0; life < 4; life++) {
        const worker = startChild(workerFile, [world.db.url, redis?.url ?? '-', world.queueName]);
        try {
          await worker.next();
          await new Promise((resolve) => setTimeout(resolve, 50 + life * 100));
        } finally {
          await worker.kill('SIGKILL');
        }
      }
      await appending;
      expect(appended).toBe(total);
      await world.startWorker();
      await settled(total, 60_000);
      expect((await verifyJournal(world.db)).faults).toEqual([]);
    });

    it.runIf(arrangement.redis)('works off everything although the queue is emptied again and again', async () => {
      await world.startWorker();
      for (let n = 0; n < 200; n += 10) {
        await append(punches(n, 10));
        if (n % 50 === 0) await redis?.flush();
      }
      await settled(200);
    });

    it.runIf(arrangement.redis)('takes readings while Redis is away and works them off when it is back', async () => {
      await world.startWorker();
      const back = redis?.restart(1500);
      const begun = performance.now();
      expect(await append(punches(0, 100))).toEqual({ appended: 100, known: 0 });
      expect(performance.now() - begun).toBeLessThan(1500);
      await back;
      await settled(100);
    });

    it('rejects appends while the database is down, takes them after, and keeps what it acknowledged', async () => {
      await world.startWorker();
      const acknowledged = new Set<number>();
      let rejected = 0;
      let stop = false;
      const writer = (async () => {
        for (let n = 0; !stop; n++) {
          const begun = performance.now();
          try {
            await append([punch(n)]);
            acknowledged.add(n);
          } catch (error) {
            rejected++;
            expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
            expect(performance.now() - begun).toBeLessThan(11_000);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      })();
      await until(
        () => acknowledged.size,
        (count) => count > 20,
      );
      await postgres?.kill();
      const before = await until(
        () => rejected,
        (count) => count > 0,
      );
      const atKill = acknowledged.size;
      await until(
        () => acknowledged.size,
        (count) => count > atKill + 20,
      );
      stop = true;
      await writer;
      expect(before).toBeGreaterThan(0);
      const report = await until(
        () => verifyJournal(world.db),
        () => true,
      );
      expect(report.faults).toEqual([]);
      await until(
        () => world.openBatches(),
        (open) => open === 0,
        60_000,
      );
      const walls = new Set((await world.events()).map((event) => event.wall as string));
      const wallOf = (n: number): string => {
        const { time } = punch(n);
        return time.form === 'wall' ? time.wall : '';
      };
      expect([...acknowledged].filter((n) => !walls.has(wallOf(n)))).toEqual([]);
    });
  });
}
