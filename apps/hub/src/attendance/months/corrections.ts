import { attendanceError, type DayResult } from '@hadir/core';
import { unitsBelow } from '../../store/index.js';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';
import { withDeviceNames } from '../results/read-days.js';
import { writeResults } from '../results/write.js';
import { assertOfficerOf } from '../staff/approvers.js';

/** What a locked day would come to by what arrived after the lock. */
export interface CorrectionRecord {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly date: string;
  readonly unitId: string | null;
  /** What is signed; null when the day had no result. */
  readonly was: DayResult | null;
  readonly proposed: {
    readonly result: DayResult;
    readonly profile: string;
    readonly schedule: string | null;
    readonly rules: readonly string[];
  };
  readonly proposedAt: Date;
  readonly state: 'open' | 'accepted' | 'rejected' | 'superseded';
  readonly byPersonId: string | null;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS = `c.id, c.person_id as "personId", (select name from person p where p.id = c.person_id) as name, c.workday as date,
  c.unit_id as "unitId", c.was, c.proposed, c.proposed_at as "proposedAt", c.state, c.by_person_id as "byPersonId", c.reason,
  c.decided_at as "decidedAt"`;

export async function listCorrections(
  { database }: ResultContext,
  filter: { readonly state?: string; readonly unitId?: string; readonly personId?: string },
): Promise<readonly CorrectionRecord[]> {
  const { rows } = await database.pool.query<CorrectionRecord>(
    `with recursive ${unitsBelow('$2')}
     select ${COLUMNS} from correction_proposal c
     where ($1::text is null or c.state = $1) and ($2::uuid is null or c.unit_id in (select id from below))
       and ($3::uuid is null or c.person_id = $3)
     order by c.proposed_at desc, c.id limit 1000`,
    [filter.state ?? null, filter.unitId ?? null, filter.personId ?? null],
  );
  return await named(database.pool, rows);
}

/** Reasons with the names of devices, for people. */
async function named(pool: ResultContext['database']['pool'], rows: readonly CorrectionRecord[]) {
  return await Promise.all(
    rows.map(async (row): Promise<CorrectionRecord> => {
      const trace = await withDeviceNames(pool, row.proposed.result.trace);
      return { ...row, proposed: { ...row.proposed, result: { ...row.proposed.result, trace } } };
    }),
  );
}

/**
 * The personnel board accepts a correction, which then is the day's result, or rejects it. What was signed before stays
 * in the proposal.
 * @throws RESULT_RECORD_UNKNOWN, CORRECTION_DECIDED, APPROVER_UNKNOWN, APPROVAL_OWN for one's own day
 */
export async function decideCorrection(
  context: ResultContext,
  id: string,
  decision: { readonly byPersonId: string; readonly verdict: 'accept' | 'reject'; readonly reason: string },
  actor: string,
): Promise<CorrectionRecord> {
  return await inChange(context.database, async (client) => {
    const { rows } = await client.query<CorrectionRecord & { fingerprint: Buffer }>(
      `select ${COLUMNS}, c.fingerprint from correction_proposal c where c.id = $1 for update of c`,
      [id],
    );
    const found = rows[0];
    if (found === undefined) throw noRecord('correction', id);
    if (found.state !== 'open') throw resultError('CORRECTION_DECIDED', { state: found.state });
    const { byPersonId, verdict, reason } = decision;
    if (byPersonId === found.personId) throw attendanceError('APPROVAL_OWN', { personId: byPersonId });
    await assertOfficerOf(client, 'personnel-board', byPersonId, found.unitId, today(context));
    const now = new Date(context.clock.now());
    if (verdict === 'accept') {
      const { result, profile, schedule, rules } = found.proposed;
      await writeResults(
        client,
        [
          {
            personId: found.personId,
            unitId: found.unitId,
            profile,
            schedule,
            rules,
            result: { ...result, flags: [...result.flags, 'CORRECTED'] },
            fingerprint: found.fingerprint,
            recheckAt: null,
          },
        ],
        now,
      );
    }
    const decided = await client.query<CorrectionRecord>(
      `update correction_proposal c set state = $2, by_person_id = $3, reason = $4, decided_at = $5, decided_by = $6
       where id = $1 returning ${COLUMNS}`,
      [id, verdict === 'accept' ? 'accepted' : 'rejected', byPersonId, reason, now, actor],
    );
    await auditOn(client, { actor, action: `correction.${verdict}`, subject: id, details: { byPersonId, reason } });
    return decided.rows[0] as CorrectionRecord;
  });
}
