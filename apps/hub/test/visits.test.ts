import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideReading, listMeasurements, listVisits, setStationRules } from '../src/visits/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { addDeviceAt, addStation, createStation, START, type TestStation } from './support/station.js';

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

const visitsOf = (station: TestStation, withHealth = true) =>
  listVisits(station.context, { stationId: station.stationId, limit: 100, withHealth });
const outcomesOf = async (station: TestStation) =>
  new Map(
    (await listMeasurements(station.context, { stationId: station.stationId, limit: 500 })).map((one) => [
      one.measurement.id,
      one.outcome,
    ]),
  );
const T = START + 3_600_000;

describe('the devices of a station', () => {
  it('are joined into one visit with its evidence, and the temperature is shown to those who may', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    const [punch, face, phone] = await s.see(
      { personId: ani, deviceId: s.terminal, atMs: T },
      { personId: ani, deviceId: s.camera, atMs: T + 3_000, methods: ['face'] },
      { personId: ani, deviceId: s.terminal, atMs: T + 9_000, methods: ['phone'] },
    );
    const [reading] = await s.measure({ deviceId: s.gun, atMs: T + 4_000 });
    await s.settle();
    const [visit, ...others] = await visitsOf(s);
    expect(others).toEqual([]);
    expect(visit).toMatchObject({
      id: punch,
      personName: 'Ani',
      kinds: ['punch', 'face', 'proximity'],
      temperature: { method: 'window', readingIds: [reading], advice: 'none' },
    });
    expect(visit?.events.map(({ id }) => id)).toEqual([punch, face, phone]);
    const [plain] = await visitsOf(s, false);
    expect(plain?.temperature).toBeNull();
    expect(JSON.stringify(plain)).not.toContain('36.6');
  });

  it('computed again, change nothing', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    await s.see({ personId: ani, deviceId: s.terminal, atMs: T });
    await s.measure({ deviceId: s.gun, atMs: T + 4_000 });
    expect((await s.settle()).changed).toBe(2);
    await setStationRules(s.context, s.stationId, { visits: {}, temperature: {} }, 'test');
    expect(await s.settle()).toEqual({ stations: 1, changed: 0 });
  });

  it('wait for slow devices; a terminal that tells late makes a certain one a question, never another’s', async () => {
    const s = await createStation(db, {}, T + 10_000);
    const [ani, budi] = [await s.person('Ani'), await s.person('Budi')];
    await s.see({ personId: ani, deviceId: s.terminal, atMs: T });
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 4_000 });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'waiting' });
    s.put(T + 120_000);
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'bound', whose: { personName: 'Ani' } });
    await s.see({ personId: budi, deviceId: s.camera, atMs: T + 2_000, receivedMs: T + 900_000 });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'pending', reason: 'several' });
    expect((await visitsOf(s)).every(({ temperature }) => temperature === null)).toBe(true);
  });

  it('hold back certainty while a terminal is away that has recognised people before', async () => {
    const s = await createStation(db, {}, T + 10_000);
    const [ani, budi] = [await s.person('Ani'), await s.person('Budi')];
    await s.see(
      { personId: budi, deviceId: s.camera, atMs: T - 3_600_000 },
      { personId: ani, deviceId: s.terminal, atMs: T },
    );
    const read = (deviceId: string, ms: number) =>
      db.pool.query(
        `insert into device_read (device_id, read_at) values ($1, $2)
         on conflict (device_id) do update set read_at = excluded.read_at`,
        [deviceId, new Date(ms)],
      );
    await read(s.camera, T - 60_000);
    await read(s.terminal, T + 120_000);
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 4_000 });
    s.put(T + 120_000);
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'waiting' });
    s.put(T + 1_000_000);
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'pending', reason: 'device-away' });
    await read(s.camera, T + 990_000);
    s.put(T + 1_100_000);
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'bound', whose: { personName: 'Ani' } });
  });

  it('take a measured clock at its seconds, and one that nobody measured for unsure', async () => {
    const s = await createStation(db);
    const [ani, budi] = [await s.person('Ani'), await s.person('Budi')];
    // Half a minute fast: attendance leaves it, joining does not.
    await s.see({ personId: ani, deviceId: s.terminal, atMs: T + 30_000, clockOffsetMs: 30_000 });
    const [first = ''] = await s.measure({ deviceId: s.gun, atMs: T - 5_000 });
    const later = T + 3_600_000;
    await s.see({ personId: budi, deviceId: s.terminal, atMs: later, clockOffsetMs: null });
    const [second = ''] = await s.measure({ deviceId: s.gun, atMs: later + 1_000 });
    await s.settle();
    const outcomes = await outcomesOf(s);
    expect(outcomes.get(first)).toMatchObject({ state: 'bound', whose: { personName: 'Ani' } });
    expect(outcomes.get(second)).toMatchObject({ state: 'pending', reason: 'unsure' });
  });

  it('a clock that is hours off is looked for where it was heard', async () => {
    const s = await createStation(db);
    const [ani, budi] = [await s.person('Ani'), await s.person('Budi')];
    await s.see(
      { personId: ani, deviceId: s.terminal, atMs: T },
      {
        personId: budi,
        deviceId: s.camera,
        atMs: T - 7_200_000,
        receivedMs: T + 3_000,
        clockOffsetMs: -7_202_000,
        verdict: 'review',
        flags: ['clock-skew'],
      },
    );
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 1_000 });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'pending', reason: 'several' });
  });

  it('never give a measurement of the room to a person, and use it for the room', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    await s.see({ personId: ani, deviceId: s.terminal, atMs: T });
    const probe = await addDeviceAt(db, s.stationId);
    const [room = ''] = await s.measure({
      deviceId: probe,
      atMs: T - 60_000,
      mode: 'ambient',
      value: 41,
      ambientCelsius: null,
    });
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 2_000, ambientCelsius: null });
    await s.settle();
    const all = await listMeasurements(s.context, { stationId: s.stationId, limit: 10 });
    expect(all.find(({ measurement }) => measurement.id === room)?.outcome).toBeNull();
    expect(all.find(({ measurement }) => measurement.id === reading)?.assessment).toMatchObject({
      advice: 'measure-again',
      notes: ['ambient-outside'],
    });
  });

  it('the temperature that came inside a punch is that person’s, in a crowd too', async () => {
    const s = await createStation(db);
    const people = await Promise.all(['Ani', 'Budi', 'Cici'].map((name) => s.person(name)));
    const events = await s.see(
      ...people.map((personId, i) => ({ personId, deviceId: s.terminal, deviceUserId: `${i}`, atMs: T + i * 1000 })),
    );
    const [reading = ''] = await s.measure({
      deviceId: s.terminal,
      atMs: T + 1000,
      deviceUserId: '1',
      eventId: events[1] ?? '',
      // Out of the terminal's memory, hours later: no clock has a say in it.
      receivedAt: (T + 9_000_000) as never,
    });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({
      state: 'bound',
      method: 'same-event',
      visitId: events[1],
      whose: { personName: 'Budi' },
    });
  });

  it('follow a person’s number to whom it is mapped later', async () => {
    const s = await createStation(db);
    const [event = ''] = await s.see({ personId: null, deviceId: s.terminal, deviceUserId: '7', atMs: T });
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 1000 });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({
      state: 'bound',
      whose: { who: `user:${s.terminal}:7`, personId: null },
    });
    const ani = await s.person('Ani');
    await db.pool.query(
      `update attendance_event set person_id = $2, position = nextval('feed_position') where id = $1`,
      [event, ani],
    );
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ whose: { personName: 'Ani' }, visitId: event });
  });

  it('a kiosk that knows the person without a check-in: mapped by its number, also afterwards', async () => {
    const s = await createStation(db);
    const [reading = ''] = await s.measure({
      deviceId: s.gun,
      atMs: T,
      deviceUserId: '7371010101900001',
      eventId: randomUUID(),
    });
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'bound', whose: { personId: null } });
    const ani = await s.person('Ani');
    await db.pool.query(
      `insert into identity_mapping (id, device_id, device_user_id, person_id, created_by) values ($1, $2, $3, $4, 'test')`,
      [randomUUID(), s.gun, '7371010101900001', ani],
    );
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ method: 'same-event', whose: { personName: 'Ani' } });
  });

  it('that moved are joined where they stand now', async () => {
    const s = await createStation(db);
    const ani = await s.person('Ani');
    const elsewhere = await addStation(db);
    await db.pool.query('update device set station_id = $2 where id = $1', [s.gun, elsewhere]);
    await s.see({ personId: ani, deviceId: s.terminal, atMs: T });
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 1000 });
    await s.settle();
    const [there] = await listMeasurements(s.context, { stationId: elsewhere, limit: 10 });
    expect(there).toMatchObject({ measurement: { id: reading }, outcome: { state: 'unmatched' } });
    await db.pool.query('update device set station_id = $2 where id = $1', [s.gun, s.stationId]);
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'bound', whose: { personName: 'Ani' } });
  });
});

describe('an officer', () => {
  const undecided = async () => {
    const s = await createStation(db);
    const [ani, budi] = [await s.person('Ani'), await s.person('Budi')];
    const [first = '', second = ''] = await s.see(
      { personId: ani, deviceId: s.terminal, atMs: T },
      { personId: budi, deviceId: s.camera, atMs: T + 5_000, methods: ['face'] },
    );
    const [reading = ''] = await s.measure({ deviceId: s.gun, atMs: T + 6_000 });
    await s.settle();
    return { s, ani, budi, first, second, reading };
  };

  it('finds every doubtful one in the queue with its candidates, and decides', async () => {
    const { s, first, second, reading } = await undecided();
    const queue = await listMeasurements(s.context, { stationId: s.stationId, state: 'pending', limit: 10 });
    expect(queue).toMatchObject([
      { measurement: { id: reading }, outcome: { reason: 'several', candidates: [first, second] } },
    ]);
    await decideReading(s.context, reading, { visitId: second }, 'siti');
    expect((await outcomesOf(s)).get(reading)).toMatchObject({
      state: 'bound',
      method: 'operator',
      decidedBy: 'siti',
      visitId: second,
      whose: { personName: 'Budi' },
    });
    expect((await visitsOf(s)).map(({ personName, temperature }) => [personName, temperature?.method ?? null])).toEqual(
      [
        ['Budi', 'operator'],
        ['Ani', null],
      ],
    );
    const audit = await db.pool.query('select actor, action from audit_entry where subject = $1', [reading]);
    expect(audit.rows).toEqual([{ actor: 'siti', action: 'temperature.decide' }]);
  });

  it('is never overruled by what is computed later', async () => {
    const { s, ani, second, reading } = await undecided();
    await decideReading(s.context, reading, { visitId: second }, 'siti');
    await s.see(
      { personId: ani, deviceId: s.camera, atMs: T + 6_000, methods: ['face'] },
      { personId: await s.person('Cici'), deviceId: s.terminal, atMs: T + 6_500 },
    );
    await setStationRules(s.context, s.stationId, { visits: { rule: 'id-first' }, temperature: {} }, 'test');
    await s.settle();
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ decidedBy: 'siti', whose: { personName: 'Budi' } });
  });

  it('may say that it is nobody’s, or somebody’s who is not there', async () => {
    const { s, reading } = await undecided();
    await decideReading(s.context, reading, { nobody: true }, 'siti');
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ state: 'dismissed', decidedBy: 'siti', visitId: null });
    const dewi = await s.person('Dewi');
    const [last] = (await db.pool.query('select id from temperature_decision where reading_id = $1', [reading])).rows;
    await decideReading(s.context, reading, { personId: dewi, replaces: last.id }, 'siti');
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ whose: { personName: 'Dewi' }, visitId: null });
  });

  it('who decides at the same moment as another is told so; both decisions stay on record', async () => {
    const { s, first, second, reading } = await undecided();
    const both = await Promise.allSettled([
      decideReading(s.context, reading, { visitId: first }, 'siti'),
      decideReading(s.context, reading, { visitId: second }, 'tono'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one): one is PromiseRejectedResult => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'TEMPERATURE_DECIDED' });
    await expect(db.pool.query('update temperature_decision set who = null')).rejects.toThrow(/only ever added/);
    await expect(db.pool.query('delete from temperature_decision')).rejects.toThrow(/only ever added/);
  });

  it('may choose a visit of another hour', async () => {
    const { s, reading } = await undecided();
    const dewi = await s.person('Dewi');
    const [far = ''] = await s.see({ personId: dewi, deviceId: s.terminal, atMs: T + 7_200_000 });
    await s.settle();
    await decideReading(s.context, reading, { visitId: far }, 'siti');
    expect((await outcomesOf(s)).get(reading)).toMatchObject({ visitId: far, whose: { personName: 'Dewi' } });
    await expect(
      decideReading(s.context, reading, { visitId: randomUUID(), replaces: 0 }, 'siti'),
    ).rejects.toMatchObject({ code: 'TEMPERATURE_DECIDED' });
  });
});
