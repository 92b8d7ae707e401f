import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRequest } from '../src/attendance/requests/requests.js';
import { markDays } from '../src/attendance/results/mark.js';
import { setRoster } from '../src/attendance/staff/rosters.js';
import { inTransaction } from '../src/store/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { createOffice, type Office, standingClock } from './support/office.js';

let postgres: TestPostgres;
let db: TestDatabase;
let office: Office;
const clock = standingClock('2026-07-20T00:30:00Z');

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
  office = await createOffice(db, clock);
});
afterAll(async () => {
  await db?.drop();
  await postgres?.stop();
});

type Fact =
  | { readonly kind: 'scan'; readonly person: number; readonly wall: string }
  | { readonly kind: 'absence'; readonly person: number; readonly date: string }
  | { readonly kind: 'roster'; readonly person: number; readonly date: string; readonly schedule: string | null };

const PEOPLE = 3;
const person = fc.nat({ max: PEOPLE - 1 });
const date = fc.integer({ min: 13, max: 17 }).map((day) => `2026-07-${day}`);
const two = (n: number) => String(n).padStart(2, '0');
const fact: fc.Arbitrary<Fact> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('scan' as const),
      person,
      wall: fc
        .tuple(date, fc.integer({ min: 5, max: 23 }), fc.integer({ min: 0, max: 59 }))
        .map(([day, hour, minute]) => `${day}T${two(hour)}:${two(minute)}:00`),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('absence' as const), person, date }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('roster' as const),
      person,
      date,
      schedule: fc.constantFrom('RS3-M-WITA', 'RS3-P-WITA', null),
    }),
  },
);

/** All that a result says, but when it was computed. */
async function results(people: readonly string[]): Promise<string> {
  const { rows } = await db.pool.query(
    `select person_id, workday, unit_id, status, in_wall, out_wall, late_minutes, early_minutes, short_minutes, points,
       missing, flags, charges, trace, profile, schedule, rules, encode(fingerprint, 'hex') as fingerprint
     from day_result where person_id = any($1::uuid[]) order by person_id, workday`,
    [people],
  );
  return JSON.stringify(rows, null, 1);
}

async function markAll(people: readonly string[]): Promise<void> {
  const scope = { personIds: people, from: '2026-07-12', to: '2026-07-18' };
  await inTransaction(db.pool, (client) => markDays(client, scope, '2026-07-20'));
}

describe('results in the store', () => {
  it('that grew as facts came in parts equal those computed at once from all facts', { timeout: 120_000 }, async () => {
    const unit = await office.addUnit('Dinas Kesehatan');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fact, fc.boolean()), { minLength: 4, maxLength: 12 }), async (facts) => {
        const people: string[] = [];
        for (let n = 0; n < PEOPLE; n += 1) people.push(await office.addPerson(`P${n}`, unit));
        const device = await office.addMapped(people[0] as string, '1');
        await office.read(device, '2026-07-19T00:00:00Z');
        await markAll(people);
        for (const [one, settles] of facts) {
          const personId = people[one.person] as string;
          if (one.kind === 'scan') await office.scan(personId, one.wall, device, `${one.person}`);
          else if (one.kind === 'roster') {
            await setRoster(office.context, [{ personId, date: one.date, schedule: one.schedule }], 'test');
          } else {
            const asked = { personId, kind: 'absence' as const, type: 'IZIN', from: one.date, to: one.date };
            await makeRequest(office.context, { ...asked, reason: 'x' }, 'test');
          }
          if (settles) await office.settle();
        }
        await office.settle();
        const grown = await results(people);
        expect(JSON.parse(grown)).toHaveLength(PEOPLE * 9);

        await markAll(people);
        expect(await office.settle()).toMatchObject({ days: PEOPLE * 9, written: 0 });
        await db.pool.query('delete from day_result where person_id = any($1::uuid[])', [people]);
        await markAll(people);
        await office.settle();
        expect(await results(people)).toBe(grown);
      }),
      { numRuns: 8 },
    );
  });
});
