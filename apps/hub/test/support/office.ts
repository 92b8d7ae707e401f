import { randomUUID } from 'node:crypto';
import { type Clock, type Instant, instant } from '@hadir/core';
import type { ResultContext } from '../../src/attendance/context.js';
import { markDue } from '../../src/attendance/results/day-clock.js';
import { markFromFeed } from '../../src/attendance/results/marker.js';
import { createRecompute } from '../../src/attendance/results/recompute.js';
import { assign } from '../../src/attendance/rules/assignments.js';
import { loadRuleFiles, shippedRules } from '../../src/attendance/rules/rule-files.js';
import type { Database } from '../../src/store/index.js';
import { addDevice } from '../servers/readings.js';

export const ZONE = 'Asia/Makassar';

/** A clock that stands until it is put forward. */
export function standingClock(at: string): Clock & { put(at: string): void } {
  let now: Instant = instant(Date.parse(at));
  return {
    now: () => now,
    put(next) {
      now = instant(Date.parse(next));
    },
  };
}

/** A regency with the shipped rules: five-day weeks and profile A4 for everybody from 1 July 2026. */
export async function createOffice(db: Database, clock: ReturnType<typeof standingClock>) {
  const context: ResultContext = { database: db, clock, zone: ZONE };
  await loadRuleFiles(context, [shippedRules()], 'test');
  await assign(context, { kind: 'schedule', name: 'REG5-WITA', validFrom: '2026-07-01' }, 'test');
  await assign(context, { kind: 'profile', name: 'A4', validFrom: '2026-07-01' }, 'test');
  const recompute = createRecompute(context);

  async function addUnit(name: string, parentId: string | null = null): Promise<string> {
    const id = randomUUID();
    await db.kysely
      .insertInto('organisation_unit')
      .values({ id, name, kind: 'dinas', code: name, parent_id: parentId })
      .execute();
    return id;
  }
  async function addPerson(name: string, unitId: string | null): Promise<string> {
    const id = randomUUID();
    await db.kysely.insertInto('person').values({ id, name, unit_id: unitId }).execute();
    return id;
  }
  /** A device at which the person is known as `user`. */
  async function addMapped(personId: string, user: string): Promise<string> {
    const deviceId = await addDevice(db, ZONE);
    await db.kysely
      .insertInto('identity_mapping')
      .values({ id: randomUUID(), device_id: deviceId, device_user_id: user, person_id: personId, created_by: 'test' })
      .execute();
    return deviceId;
  }
  /** A scan at a wall time of the office. */
  async function scan(personId: string | null, wall: string, deviceId: string, user = '1'): Promise<string> {
    const id = randomUUID();
    await db.pool.query(
      `insert into attendance_event (id, position, device_id, device_user_id, person_id, occurred_at, wall, zone, received_at,
         methods, direction, assurance, verdict, flags, transport, journal_seq)
       values ($1, nextval('feed_position'), $2, $3, $4, $5::timestamp at time zone $6, $5, $6, now(), '{face}', 'unknown',
         'biometric', 'accepted', '{}', 'zk-tcp', 1)`,
      [id, deviceId, user, personId, wall, ZONE],
    );
    return id;
  }
  /** The device was read up to this moment. */
  async function read(deviceId: string, at: string): Promise<void> {
    await db.pool.query(
      `insert into device_read (device_id, read_at) values ($1, $2)
       on conflict (device_id) do update set read_at = excluded.read_at`,
      [deviceId, at],
    );
  }
  /** What the hub does by and by. */
  async function settle(): Promise<{ readonly days: number; readonly written: number; readonly proposed: number }> {
    const sum = { days: 0, written: 0, proposed: 0 };
    while ((await markFromFeed(context)) > 0);
    await markDue(context);
    for (;;) {
      const { days, written, proposed } = await recompute();
      if (days === 0) return sum;
      sum.days += days;
      sum.written += written;
      sum.proposed += proposed;
    }
  }
  return { context, addUnit, addPerson, addMapped, scan, read, settle };
}

export type Office = Awaited<ReturnType<typeof createOffice>>;
