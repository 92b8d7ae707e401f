import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideEvent, decisionsOf } from '../src/events/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { createOffice, type Office, standingClock } from './support/office.js';

let postgres: TestPostgres;
let db: TestDatabase;
let office: Office;
const clock = standingClock('2026-07-07T02:00:00Z');
beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
  office = await createOffice(db, clock);
});
afterAll(async () => {
  await db?.drop();
  await postgres?.stop();
});

const decide = (id: string, verdict: 'accepted' | 'rejected', reason = 'Wajahnya dibandingkan dengan foto') =>
  decideEvent({ database: db, clock }, id, { verdict, reason }, 'Petugas Dinas');

/** A working Monday (6 July 2026) with an arrival that only looked alike, and a clear departure. */
async function doubtfulDay(name: string) {
  const person = await office.addPerson(name, await office.addUnit(name));
  const device = await office.addMapped(person, '1');
  const arrival = await office.scan(person, '2026-07-06T07:10:00', device);
  await db.pool.query(`update attendance_event set verdict = 'review', flags = '{face-alike}' where id = $1`, [
    arrival,
  ]);
  const departure = await office.scan(person, '2026-07-06T16:10:00', device);
  await office.read(device, '2026-07-07T01:00:00Z');
  await office.settle();
  const day = async () => {
    await office.settle();
    const { rows } = await db.pool.query<{ status: string; in_wall: string | null }>(
      `select status, in_wall from day_result where person_id = $1 and workday = '2026-07-06'`,
      [person],
    );
    return rows[0];
  };
  return { person, arrival, departure, day };
}

describe('a scan that waits for an officer', () => {
  it('leaves the day open until somebody decides', async () => {
    const { arrival, day } = await doubtfulDay('terbuka');
    expect(await day()).toMatchObject({ status: 'PERLU_VERIFIKASI' });
    await decide(arrival, 'accepted');
    expect(await day()).toMatchObject({ status: 'HADIR', in_wall: '2026-07-06T07:10:00' });
  });

  it('counts no more once rejected, and again once that is corrected; all of it stays on record', async () => {
    const { arrival, day } = await doubtfulDay('koreksi');
    await decide(arrival, 'rejected', 'Orang lain');
    expect((await day())?.status).not.toBe('PERLU_VERIFIKASI');
    expect((await day())?.in_wall).not.toBe('2026-07-06T07:10:00');
    await decide(arrival, 'accepted', 'Keliru; ternyata benar');
    expect(await day()).toMatchObject({ status: 'HADIR' });
    expect((await decisionsOf(db, arrival)).map(({ verdict, by }) => `${verdict} ${by}`)).toEqual([
      'rejected Petugas Dinas',
      'accepted Petugas Dinas',
    ]);
    const { rows } = await db.pool.query('select verdict from attendance_event where id = $1', [arrival]);
    expect(rows).toEqual([{ verdict: 'review' }]);
  });

  it('is the only kind that may be decided, and no decision is ever changed', async () => {
    const { arrival, departure } = await doubtfulDay('tetap');
    await expect(decide(departure, 'rejected')).rejects.toMatchObject({ code: 'EVENT_NOT_WAITING' });
    await decide(arrival, 'accepted');
    await expect(db.pool.query(`update event_decision set verdict = 'rejected'`)).rejects.toThrow(/never changed/);
    await expect(db.pool.query('delete from event_decision')).rejects.toThrow(/never changed/);
  });
});
