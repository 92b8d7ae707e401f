import { randomUUID } from 'node:crypto';
import type { Reading } from '@hadir/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeed, type Feed } from '../src/feed/index.js';
import { createJournal, type Journal } from '../src/journal/index.js';
import { createNormaliser, type Normaliser, reattribute } from '../src/normalise/index.js';
import { inTransaction } from '../src/store/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { addDevice, punch, punches } from './servers/readings.js';
import { systemClock } from './servers/world.js';

let postgres: TestPostgres;
let db: TestDatabase;
let journal: Journal;
let feed: Feed;
let normaliser: Normaliser;
let device: string;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  db = await postgres.database();
  journal = createJournal(db, { clock: systemClock });
  feed = createFeed(db);
  normaliser = createNormaliser({ db });
  device = await addDevice(db);
});
afterEach(async () => {
  await journal.close();
  await feed.close();
  await db.drop();
});

const append = (readings: readonly Reading[], deviceId = device) =>
  journal.append({ pluginId: 'test', deviceId, readings });

async function openBatches(): Promise<readonly number[]> {
  const { rows } = await db.pool.query<{ id: number }>(
    'select id from journal_batch where done_at is null order by id',
  );
  return rows.map((row) => row.id);
}
async function normaliseAll(): Promise<void> {
  for (const id of await openBatches()) await normaliser(id);
}

async function addPerson(): Promise<string> {
  const id = randomUUID();
  await db.kysely.insertInto('person').values({ id, name: 'Andi' }).execute();
  return id;
}
async function map(personId: string, deviceUserId: string, from?: string, to?: string): Promise<void> {
  await db.kysely
    .insertInto('identity_mapping')
    .values({
      id: randomUUID(),
      device_id: device,
      device_user_id: deviceUserId,
      person_id: personId,
      created_by: 'test',
      ...(from === undefined ? {} : { valid_from: from }),
      ...(to === undefined ? {} : { valid_to: to }),
    })
    .execute();
}
const scan = (user: string, wall: string, key = `${user} ${wall}`) =>
  punch(0, { key, deviceUserId: user, time: { form: 'wall', wall } });

describe('normalising', () => {
  it('keeps what the device said in the event', async () => {
    await append([punch(0, { clockOffsetMs: 1500, workCode: '7', live: true })]);
    await normaliseAll();
    expect(await feed.read(0, 10)).toMatchObject([
      {
        deviceId: device,
        deviceUserId: '1000',
        wall: '2026-01-05T00:00:00',
        occurredAt: Date.UTC(2026, 0, 4, 17),
        zone: 'Asia/Jakarta',
        clockOffsetMs: 1500,
        methods: ['fingerprint'],
        direction: 'in',
        assurance: 'biometric',
        verdict: 'accepted',
        flags: [],
        workCode: '7',
        revision: 1,
        personId: null,
        journalSeq: 1,
      },
    ]);
  });

  it('keeps scans with impossible times, to be seen and never counted', async () => {
    await append([
      punch(1, { key: 'a', time: { form: 'invalid', text: '2024-02-31 12:00:00' } }),
      punch(1, { key: 'b', time: { form: 'instant', epochMs: 8_640_000_000_000_000 } }),
      punch(1, { key: 'c', time: { form: 'wall', wall: '2000-01-01T00:00:00' } }),
      punch(1, { key: 'd', time: { form: 'wall', wall: '9999-12-31T23:59:59' } }),
    ]);
    await normaliseAll();
    expect((await feed.read(0, 10)).map((event) => event.verdict)).toEqual(Array(4).fill('rejected'));
  });

  it('takes small batches together and marks them all', async () => {
    for (let n = 0; n < 30; n++) await append([punch(n)]);
    const [first] = await openBatches();
    expect(await normaliser(first as number)).toEqual({ readings: 30, events: 30 });
    expect(await openBatches()).toEqual([]);
    expect(await normaliser(first as number)).toEqual({ readings: 0, events: 0 });
  });

  it('lets two workers have the same batches without doubling or losing', async () => {
    for (let n = 0; n < 40; n += 4) await append(punches(n, 4));
    const ids = await openBatches();
    await Promise.all([...ids, ...ids].map((id) => normaliser(id)));
    await normaliseAll();
    expect((await feed.read(0, 100)).length).toBe(40);
    expect(await openBatches()).toEqual([]);
  });

  it('knows device users by their latest word', async () => {
    const user = (key: string, fields: object): Reading =>
      ({ ...punch(0), kind: 'device-user', key, deviceUserId: '7', ...fields }) as unknown as Reading;
    const clean = (reading: Reading): Reading => {
      const { verify: _v, state: _s, live: _l, ...rest } = reading as Reading & Record<string, unknown>;
      return rest as Reading;
    };
    await append([
      clean(user('u1', { name: 'Budi', privilege: 'user', enrolled: [{ method: 'fingerprint', count: 2 }] })),
      clean(user('u2', { name: 'Budi Santoso', privilege: 'admin', card: true })),
    ]);
    await append([clean(user('u3', { privilege: 'user' }))]);
    await normaliseAll();
    expect(await db.kysely.selectFrom('device_user').selectAll().execute()).toMatchObject([
      { device_user_id: '7', name: 'Budi Santoso', privilege: 'user', has_card: true },
    ]);
  });

  it('tells an operator what the device reports as alarming', async () => {
    await append([
      {
        kind: 'operation',
        key: 'op1',
        time: { form: 'wall', wall: '2026-01-05T00:00:00' },
        transport: 'adms',
        raw: { encoding: 'utf8', data: 'OPLOG 14' },
        operation: { table: 'zkteco.operation', code: 23 },
        values: [],
      },
    ]);
    const [id] = await openBatches();
    await normaliser(id as number);
    await normaliser(id as number);
    expect(await db.kysely.selectFrom('issue').selectAll().execute()).toMatchObject([
      { code: 'DEVICE_OPERATION_ALERT', subject: 'zkteco.operation/23', device_id: device, times_seen: 1 },
    ]);
  });

  it('sets apart a row that cannot be understood, and works off the rest', async () => {
    await append(punches(0, 10));
    await db.pool.query("update journal set body = 'bukan JSON' where seq = 4");
    const [id] = await openBatches();
    expect(await normaliser(id as number)).toEqual({ readings: 10, events: 9 });
    const open = await db.kysely.selectFrom('journal_batch').selectAll().where('done_at', 'is', null).execute();
    expect(open).toMatchObject([{ from_seq: 4, to_seq: 4 }]);
    await normaliser(open[0]?.id as number);
    expect(await openBatches()).toEqual([open[0]?.id]);
    expect(await db.kysely.selectFrom('issue').selectAll().execute()).toMatchObject([
      { code: 'NORMALISE_READING_UNREADABLE', subject: '4', device_id: device },
    ]);
  });

  it('holds U+0000 where no column can', async () => {
    await append([punch(0, { deviceUserId: '1\u00002', workCode: 'a\u0000' })]);
    await normaliseAll();
    expect(await feed.read(0, 10)).toMatchObject([{ deviceUserId: '1\uFFFD2', workCode: 'a\uFFFD' }]);
  });
});

describe('whose scan it was', () => {
  it('follows the mapping of the day on the device', async () => {
    const [one, two] = [await addPerson(), await addPerson()];
    await map(one, '5', undefined, '2026-01-31');
    await map(two, '5', '2026-02-01');
    await append([
      scan('5', '2026-01-31T23:59:59'),
      scan('5', '2026-02-01T00:00:01'),
      scan('6', '2026-02-01T00:00:01'),
    ]);
    await normaliseAll();
    expect((await feed.read(0, 10)).map((event) => event.personId)).toEqual([one, two, null]);
  });

  it('is given later when the mapping comes later, and only what changes moves in the feed', async () => {
    await append([
      scan('5', '2026-01-31T08:00:00'),
      scan('5', '2026-02-02T08:00:00'),
      scan('6', '2026-02-02T08:00:00'),
    ]);
    await normaliseAll();
    const before = await feed.read(0, 10);
    const person = await addPerson();
    await map(person, '5', '2026-02-01');
    expect(await reattribute(db, device, '5')).toBe(1);
    expect(await reattribute(db, device, '5')).toBe(0);
    const changed = await feed.read(before.at(-1)?.position ?? 0, 10);
    expect(changed).toMatchObject([{ wall: '2026-02-02T08:00:00', personId: person, revision: 2 }]);
    await db.pool.query('delete from identity_mapping');
    expect(await reattribute(db, device, '5')).toBe(1);
    expect((await feed.read(0, 10)).map((event) => event.personId)).toEqual([null, null, null]);
  });

  it('uses the day at the place when the device shows no wall time', async () => {
    const person = await addPerson();
    await map(person, '5', '2026-02-02', '2026-02-02');
    const at = (iso: string, key: string) =>
      punch(0, { key, deviceUserId: '5', time: { form: 'instant', epochMs: Date.parse(iso) } });
    await append([at('2026-02-01T16:59:59Z', 'a'), at('2026-02-01T17:00:00Z', 'b')]);
    await normaliseAll();
    expect((await feed.read(0, 10)).map((event) => event.personId)).toEqual([null, person]);
    await db.pool.query('update attendance_event set person_id = null');
    expect(await reattribute(db, device, '5')).toBe(1);
  });

  it('is right whichever of mapping and scan is quicker', async () => {
    const person = await addPerson();
    for (let n = 0; n < 12; n++) {
      const user = `u${n}`;
      await append([scan(user, '2026-03-01T08:00:00')]);
      const [id] = await openBatches();
      await Promise.all([
        normaliser(id as number),
        inTransaction(db.pool, async (client) => {
          await client.query(
            'insert into identity_mapping (id, device_id, device_user_id, person_id, created_by) values ($1, $2, $3, $4, $5)',
            [randomUUID(), device, user, person, 'test'],
          );
          await reattribute(client, device, user);
        }),
      ]);
    }
    expect((await feed.read(0, 100)).map((event) => event.personId)).toEqual(Array(12).fill(person));
  });
});
