import { randomUUID } from 'node:crypto';
import { type Instant, instant, type TemperatureMeasurement } from '@hadir/core';
import type { VisitSettings } from '../../src/config/index.js';
import type { Database } from '../../src/store/index.js';
import { inTransaction } from '../../src/store/index.js';
import { insertTemperatures, keyDayOf } from '../../src/temperature/index.js';
import type { VisitContext } from '../../src/visits/index.js';
import { markFromFeed, markStray } from '../../src/visits/marks.js';
import { recomputeDue } from '../../src/visits/recompute.js';

export const START = Date.UTC(2026, 6, 15, 0);

export interface SeenAs {
  readonly personId: string | null;
  readonly deviceId: string;
  readonly deviceUserId?: string;
  readonly atMs: number;
  readonly methods?: readonly string[];
  readonly flags?: readonly string[];
  readonly verdict?: string;
  /** Null: nobody measured the clock. */
  readonly clockOffsetMs?: number | null;
  readonly receivedMs?: number;
}

export interface MeasuredAs extends Partial<TemperatureMeasurement> {
  readonly deviceId: string;
  readonly atMs: number;
}

/** A station with a terminal, a camera and a thermometer, whose facts are put straight into the tables. */
export async function createStation(db: Database, settings: VisitSettings = {}, nowMs = START + 86_400_000) {
  let now: Instant = instant(nowMs);
  const context: VisitContext = {
    database: db,
    clock: { now: () => now },
    rules: { visits: settings, temperature: {} },
    keepDays: 90,
  };
  const stationId = await addStation(db);
  const [terminal, camera, gun] = await Promise.all([
    addDeviceAt(db, stationId),
    addDeviceAt(db, stationId),
    addDeviceAt(db, stationId),
  ]);

  async function person(name: string): Promise<string> {
    const id = randomUUID();
    await db.kysely.insertInto('person').values({ id, name }).execute();
    return id;
  }

  /** @returns the event's id */
  async function see(...seen: readonly SeenAs[]): Promise<readonly string[]> {
    const ids = seen.map(() => randomUUID());
    await db.pool.query(
      `insert into attendance_event (id, position, device_id, device_user_id, person_id, occurred_at, wall, zone, received_at,
         clock_offset_ms, methods, direction, assurance, verdict, flags, transport, journal_seq)
       select n.id, nextval('feed_position'), n.device_id, n.device_user_id, n.person_id, n.at, null, 'Asia/Makassar',
         n.received, n.clock_offset, string_to_array(n.methods, ','), 'unknown', 'biometric', n.verdict,
         string_to_array(n.flags, ','), 'test', 1
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::float8[],
         $8::text[], $9::text[], $10::text[])
         as n (id, device_id, device_user_id, person_id, at, received, clock_offset, methods, verdict, flags)`,
      [
        ids,
        seen.map((one) => one.deviceId),
        seen.map((one) => one.deviceUserId ?? '1'),
        seen.map((one) => one.personId),
        seen.map((one) => new Date(one.atMs)),
        seen.map((one) => new Date(one.receivedMs ?? one.atMs + 1000)),
        seen.map((one) => (one.clockOffsetMs === undefined ? 0 : one.clockOffsetMs)),
        seen.map((one) => (one.methods ?? ['fingerprint']).join(',')),
        seen.map((one) => one.verdict ?? 'accepted'),
        seen.map((one) => (one.flags ?? []).join(',')),
      ],
    );
    return ids;
  }

  /** @returns the measurements' ids */
  async function measure(...measured: readonly MeasuredAs[]): Promise<readonly string[]> {
    const all = measured.map(measurementOf);
    await inTransaction(db.pool, (client) =>
      insertTemperatures(
        client,
        all.map((temperature) => ({ temperature, journalSeq: 1, keyDay: keyDayOf(temperature.receivedAt) })),
      ),
    );
    return all.map(({ id }) => id);
  }

  /** What the hub does by and by. */
  async function settle() {
    while ((await markFromFeed(context)) > 0);
    await markStray(context);
    const sum = { stations: 0, changed: 0 };
    for (;;) {
      const work = await recomputeDue(context);
      if (work.stations === 0) return sum;
      sum.stations += work.stations;
      sum.changed += work.changed;
    }
  }

  return {
    context,
    stationId,
    terminal,
    camera,
    gun,
    person,
    see,
    measure,
    settle,
    put: (ms: number) => {
      now = instant(ms);
    },
  };
}

export type TestStation = Awaited<ReturnType<typeof createStation>>;

export async function addStation(db: Database): Promise<string> {
  const id = randomUUID();
  await db.kysely
    .insertInto('station')
    .values({ id, name: `gerbang ${id}`, zone: 'Asia/Makassar' })
    .execute();
  return id;
}

export async function addDeviceAt(db: Database, stationId: string | null): Promise<string> {
  const id = randomUUID();
  await db.kysely
    .insertInto('device')
    .values({
      id,
      plugin_id: 'test',
      name: `alat ${id}`,
      station_id: stationId,
      zone: 'Asia/Makassar',
      config_sealed: Buffer.alloc(1),
    })
    .execute();
  return id;
}

function measurementOf({ atMs, ...more }: MeasuredAs): TemperatureMeasurement {
  return {
    id: randomUUID(),
    deviceUserId: null,
    eventId: null,
    measuredAt: instant(atMs),
    startedAt: instant(atMs),
    receivedAt: instant(atMs + 200),
    verdict: 'accepted',
    flags: [],
    value: 36.6,
    unit: 'C',
    rawCelsius: more.value ?? 36.6,
    mode: 'body',
    site: null,
    ambientCelsius: 26,
    emissivity: null,
    compensation: { byDevice: 'no', offsetCelsius: 0 },
    calibrationExpiresOn: null,
    screeningGrade: true,
    samples: 5,
    spreadCelsius: 0.1,
    stable: true,
    transport: 'uart',
    ...more,
  };
}
