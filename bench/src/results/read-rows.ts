import type { BenchHub } from '../hub/start-hub.js';
import type { Month } from './month.js';

const BATCH = 1000;
const ROUNDS = 3;

/** Seconds that reading the month's scans takes, with nothing done to them: by person and time, in batches. */
export async function readRows({ database }: BenchHub, { first, last }: Month): Promise<readonly number[]> {
  const took: number[] = [];
  const people = await database.query<{ id: string }>('select id from person order by id');
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    for (let at = 0; at < people.rows.length; at += BATCH) {
      await database.query(
        `select id, person_id, occurred_at, device_id, methods, verdict, zone, transport from attendance_event
         where person_id = any($1::uuid[]) and occurred_at >= $2::date - 1 and occurred_at < $3::date + 2
         order by person_id, occurred_at, id`,
        [people.rows.slice(at, at + BATCH).map(({ id }) => id), first, last],
      );
    }
    took.push((performance.now() - started) / 1000);
  }
  return took;
}
