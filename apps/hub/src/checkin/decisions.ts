import type { CheckinDecision, CheckinReason } from '@hadir/sdk/checkin';
import { inTransaction } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { recordDecision } from './record.js';
import { audit, type Runner, rowsOf } from './sql.js';

/** One decision as it was made. */
export interface DecisionRecord {
  readonly id: string;
  readonly at: Date;
  readonly personId: string;
  readonly personName: string;
  readonly phoneId: string;
  readonly siteId: string | null;
  readonly siteName: string | null;
  readonly direction: 'in' | 'out';
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
  readonly rules: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly review: 'open' | 'approved' | 'refused' | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly reviewNote: string | null;
}

const SELECT = `select d.id, d.at, d.person_id as "personId", p.name as "personName", d.phone_id as "phoneId",
    d.site_id as "siteId", s.name as "siteName", d.direction, d.decision, d.reasons, d.rules, d.facts, d.review,
    d.reviewed_by as "reviewedBy", d.reviewed_at as "reviewedAt", d.review_note as "reviewNote"
  from checkin_decision d join person p on p.id = d.person_id left join checkin_site s on s.id = d.site_id`;

export interface DecisionQuery {
  readonly personId?: string;
  readonly siteId?: string;
  /** Only what waits for an officer. */
  readonly openOnly?: boolean;
  readonly before?: { readonly at: string; readonly id: string };
  readonly limit: number;
}

/** Newest first; one row more than `limit` when there are more. */
export async function listDecisions(runner: Runner, query: DecisionQuery): Promise<readonly DecisionRecord[]> {
  return rowsOf<DecisionRecord>(
    runner,
    `${SELECT} where ($1::uuid is null or d.person_id = $1) and ($2::uuid is null or d.site_id = $2)
       and (not $3::boolean or d.review = 'open')
       and ($4::timestamptz is null or (d.at, d.id) < ($4::timestamptz, $5::uuid))
     order by d.at desc, d.id desc limit $6`,
    [
      query.personId ?? null,
      query.siteId ?? null,
      query.openOnly === true,
      query.before?.at ?? null,
      query.before?.id ?? null,
      query.limit + 1,
    ],
  );
}

/** With the bytes that the phone signed, base64url. @throws CHECKIN_NOT_FOUND */
export async function getDecision(runner: Runner, id: string): Promise<DecisionRecord & { readonly evidence: string }> {
  const [decision] = await rowsOf<DecisionRecord>(runner, `${SELECT} where d.id = $1`, [id]);
  const [stored] = await rowsOf<{ evidence: Buffer }>(runner, 'select evidence from checkin_decision where id = $1', [
    id,
  ]);
  if (!decision || !stored) throw checkinError('CHECKIN_NOT_FOUND', { what: 'decision', id });
  return { ...decision, evidence: stored.evidence.toString('base64url') };
}

/** An officer decides. The moment that counts stays that of the check-in. @throws CHECKIN_REVIEW_CLOSED, CHECKIN_NOT_FOUND */
export async function reviewDecision(
  context: CheckinContext,
  id: string,
  verdict: { readonly approve: boolean; readonly note: string },
  actor: string,
): Promise<DecisionRecord> {
  await inTransaction(context.database.pool, async (client) => {
    await getDecision(client, id);
    const done = await rowsOf(
      client,
      `update checkin_decision set review = $2, reviewed_by = $3, reviewed_at = $4, review_note = $5
       where id = $1 and review = 'open' returning id`,
      [id, verdict.approve ? 'approved' : 'refused', actor, new Date(context.clock.now()), verdict.note],
    );
    if (done.length === 0) throw checkinError('CHECKIN_REVIEW_CLOSED');
    await audit(client, actor, 'checkin.review', id, { approve: verdict.approve });
  });
  if (verdict.approve) await recordDecision(context, id);
  const { evidence: _, ...decision } = await getDecision(context.database.pool, id);
  return decision;
}
