import { addDays } from '@hadir/core';
import { type ResultContext, today } from '../context.js';

/** How far computing has come. */
export interface RecomputeProgress {
  /** Days that wait. */
  readonly waiting: number;
  readonly oldestMarkedAt: Date | null;
  /** Scans of which the days are not even marked yet. */
  readonly eventsBehind: number;
  /** Results of the last seven days and of those to come: all of them, and those not decided. */
  readonly computed: number;
  readonly undecided: number;
  readonly lastComputedAt: Date | null;
}

export async function readProgress(context: ResultContext): Promise<RecomputeProgress> {
  const { rows } = await context.database.pool.query<RecomputeProgress>(
    `select (select count(*) from result_outbox) as waiting,
       (select min(marked_at) from result_outbox) as "oldestMarkedAt",
       (select count(*) from attendance_event e where e.position > (select position from result_cursor)) as "eventsBehind",
       count(*) as computed, count(*) filter (where points is null) as undecided, max(computed_at) as "lastComputedAt"
     from day_result where workday >= $1`,
    [addDays(today(context), -7)],
  );
  return rows[0] as RecomputeProgress;
}
