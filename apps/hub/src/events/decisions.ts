import type { Clock } from '@hadir/core';
import { type Database, inTransaction } from '../store/index.js';
import { eventError } from './errors.js';

/** What an officer decided about a scan that waited for one. */
export interface EventDecision {
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** SQL: what counts for event `e`: the latest decision, else its own verdict. Events themselves are never edited. */
export const VERDICT_THAT_COUNTS = `coalesce((select d.verdict from event_decision d where d.event_id = e.id
  order by d.id desc limit 1), e.verdict)`;

/** In the order in which they were made; the last one counts. */
export async function decisionsOf({ pool }: Database, eventId: string): Promise<readonly EventDecision[]> {
  const { rows } = await pool.query<EventDecision>(
    `select verdict, reason, decided_by as by, decided_at as at from event_decision where event_id = $1 order by id`,
    [eventId],
  );
  return rows;
}

/**
 * Decides about a scan that waits for an officer (alike and not alike enough, a challenge that was not passed, a clock that was off). A later
 * decision may correct an earlier one; both stay. The day that it belongs to is computed again.
 * @throws EVENT_NOT_FOUND, EVENT_NOT_WAITING
 */
export async function decideEvent(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  eventId: string,
  decision: Pick<EventDecision, 'verdict' | 'reason'>,
  actor: string,
): Promise<readonly EventDecision[]> {
  const { verdict, reason } = decision;
  await inTransaction(database.pool, async (client) => {
    const { rows } = await client.query<{ verdict: string }>(
      'select verdict from attendance_event where id = $1 for key share',
      [eventId],
    );
    const [event] = rows;
    if (event === undefined) throw eventError('EVENT_NOT_FOUND', { id: eventId });
    if (event.verdict !== 'review') throw eventError('EVENT_NOT_WAITING', { id: eventId, verdict: event.verdict });
    await client.query(
      `insert into event_decision (event_id, verdict, reason, decided_by, decided_at) values ($1, $2, $3, $4, $5)`,
      [eventId, verdict, reason.trim(), actor, new Date(clock.now())],
    );
    await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
      actor,
      'event.decide',
      eventId,
      JSON.stringify({ verdict }),
    ]);
  });
  return decisionsOf(database, eventId);
}
