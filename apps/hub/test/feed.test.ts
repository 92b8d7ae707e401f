import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeed, type Feed, type FeedEvent } from '../src/feed/index.js';
import { createJournal, type Journal } from '../src/journal/index.js';
import { createNormaliser } from '../src/normalise/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { addDevice, punches } from './servers/readings.js';
import { until } from './servers/until.js';
import { systemClock } from './servers/world.js';

let postgres: TestPostgres;
let db: TestDatabase;
let journal: Journal;
let feed: Feed;
let device: string;
const stops: AbortController[] = [];

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  db = await postgres.database();
  journal = createJournal(db, { clock: systemClock });
  feed = createFeed(db);
  device = await addDevice(db);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await feed.close();
  await journal.close();
  await db.drop();
});

/** Journals punches and works off whatever the journal holds open, also what an earlier, broken try left. */
async function addEvents(from: number, count: number): Promise<void> {
  const own = createJournal(db, { clock: systemClock });
  await own.append({ pluginId: 'test', deviceId: device, readings: punches(from, count) });
  await own.close();
  const { rows } = await db.pool.query<{ id: number }>(
    'select id from journal_batch where done_at is null order by id',
  );
  const normaliser = createNormaliser({ db });
  for (const { id } of rows) await normaliser(id);
}

function follow(after: number | 'now', use: Feed = feed, limit?: number) {
  const seen: FeedEvent[] = [];
  const stop = new AbortController();
  stops.push(stop);
  const done = use.subscribe(after, (events) => void seen.push(...events), {
    signal: stop.signal,
    ...(limit === undefined ? {} : { limit }),
  });
  return { seen, done, stop };
}

const walls = (events: readonly FeedEvent[]) => events.map((event) => event.wall);

describe('the change feed', () => {
  it('gives a subscriber what was, then what comes, soon', async () => {
    await addEvents(0, 30);
    const early = follow(0, feed, 7);
    await until(
      () => early.seen.length,
      (count) => count === 30,
    );
    const begun = performance.now();
    await addEvents(30, 5);
    await until(
      () => early.seen.length,
      (count) => count === 35,
    );
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(walls(early.seen)).toEqual(walls(await feed.read(0, 100)));
    early.stop.abort();
    await early.done;
  });

  it('begins now when asked to, and goes on from any position', async () => {
    await addEvents(0, 10);
    const late = follow('now');
    const middle = (await feed.read(0, 4)).at(-1)?.position ?? 0;
    const resumed = follow(middle);
    await until(
      () => resumed.seen.length,
      (count) => count === 6,
    );
    await addEvents(10, 3);
    await until(
      () => [late.seen.length, resumed.seen.length].join(),
      (counts) => counts === '3,9',
    );
  });

  it('waits for a slow subscriber and does not hold up others', async () => {
    const stop = new AbortController();
    stops.push(stop);
    let inside = 0;
    let most = 0;
    let slow = 0;
    void feed.subscribe(
      0,
      async (events) => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 30));
        inside--;
        slow += events.length;
      },
      { signal: stop.signal, limit: 2 },
    );
    const quick = follow(0);
    await addEvents(0, 40);
    await until(
      () => quick.seen.length,
      (count) => count === 40,
    );
    expect(slow).toBeLessThan(40);
    await until(
      () => slow,
      (count) => count === 40,
    );
    expect(most).toBe(1);
  });

  it('ends with the subscriber that fails, and tells why', async () => {
    await addEvents(0, 1);
    const failing = feed.subscribe(
      0,
      () => {
        throw new TypeError('pelanggan gagal');
      },
      { signal: new AbortController().signal },
    );
    await expect(failing).rejects.toThrow('pelanggan gagal');
  });

  it('goes on without a gap when the database was killed', async () => {
    const reader = follow(0);
    await addEvents(0, 10);
    await until(
      () => reader.seen.length,
      (count) => count === 10,
    );
    await postgres.kill();
    await until(
      () =>
        addEvents(10, 10).then(
          () => true,
          () => false,
        ),
      (done) => done,
    );
    await until(
      () => reader.seen.length,
      (count) => count >= 20,
    );
    expect(walls(reader.seen)).toEqual(walls(await feed.read(0, 100)));
  });

  it('serves many followers from memory with few questions to the database', async () => {
    const followers = Array.from({ length: 50 }, () => follow(0));
    await addEvents(0, 1);
    await until(
      () => followers.every((one) => one.seen.length === 1),
      (all) => all,
    );
    let questions = 0;
    const query = db.pool.query.bind(db.pool) as (...given: unknown[]) => unknown;
    Object.assign(db.pool, {
      query: (...given: unknown[]) => {
        questions++;
        return query(...given);
      },
    });
    await addEvents(1, 10);
    await until(
      () => followers.every((one) => one.seen.length === 11),
      (all) => all,
    );
    expect(questions).toBeLessThan(10);
  });
});
