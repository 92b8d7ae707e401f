import type { PoolClient } from 'pg';
import { inTransaction } from '../store/index.js';
import type { VisitContext } from './context.js';
import { visitError } from './errors.js';
import { personOf } from './keep.js';
import { recomputeAt } from './recompute.js';
import { type Runner, rowsOf } from './sql.js';

/** Whose a measurement is, by an officer: of a visit, of a person, or nobody's. */
export type DecisionInput = { readonly visitId: string } | { readonly personId: string } | { readonly nobody: true };

export interface DecisionRecord {
  readonly id: number;
  readonly readingId: string;
  readonly who: string | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly eventId: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** All that was decided about a measurement, the last word last. */
export async function listDecisionsAbout(runner: Runner, readingId: string): Promise<readonly DecisionRecord[]> {
  return rowsOf<DecisionRecord>(
    runner,
    `select t.id, t.reading_id as "readingId", t.who, t.person_id as "personId", p.name as "personName",
       t.event_id as "eventId", t.decided_by as "decidedBy", t.decided_at as "decidedAt"
     from temperature_decision t left join person p on p.id = t.person_id where t.reading_id = $1 order by t.id`,
    [readingId],
  );
}

/**
 * Adds a decision and computes what follows from it. It stands until somebody, who names it in `replaces`, decides anew.
 * @throws TEMPERATURE_NOT_FOUND, TEMPERATURE_NO_STATION, TEMPERATURE_DECIDED, VISIT_NOT_FOUND, PERSON_UNKNOWN
 */
export async function decideReading(
  context: VisitContext,
  readingId: string,
  input: DecisionInput & { readonly replaces?: number },
  actor: string,
): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    const reading = await lockReading(client, readingId);
    const last = (await listDecisionsAbout(client, readingId)).at(-1);
    if (last !== undefined && last.id !== input.replaces) {
      throw visitError('TEMPERATURE_DECIDED', { by: last.decidedBy });
    }
    const { who, personId, eventId } = await meant(client, input, reading.stationId);
    await client.query(
      `insert into temperature_decision (reading_id, who, person_id, event_id, decided_by, decided_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [readingId, who, personId, eventId, actor, new Date(context.clock.now())],
    );
    await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
      actor,
      'temperature.decide',
      readingId,
      JSON.stringify({ who, eventId, replaces: last?.id ?? null }),
    ]);
    await recomputeAt(context, client, reading.stationId, reading.measuredAtMs);
  });
}

/** Two officers at once: the second waits, and then sees the decision of the first. */
async function lockReading(client: PoolClient, readingId: string) {
  const [row] = await rowsOf<{ stationId: string | null; measuredAtMs: number }>(
    client,
    `select d.station_id as "stationId", (extract(epoch from r.measured_at) * 1000)::int8 as "measuredAtMs"
     from temperature_reading r join device d on d.id = r.device_id where r.id = $1 for no key update of r`,
    [readingId],
  );
  if (row === undefined) throw visitError('TEMPERATURE_NOT_FOUND', { id: readingId });
  if (row.stationId === null) throw visitError('TEMPERATURE_NO_STATION');
  return { stationId: row.stationId, measuredAtMs: row.measuredAtMs };
}

async function meant(client: PoolClient, input: DecisionInput, stationId: string) {
  if ('nobody' in input) return { who: null, personId: null, eventId: null };
  if ('personId' in input) {
    const { personId } = input;
    const found = await rowsOf(client, 'select 1 from person where id = $1', [personId]);
    if (found.length === 0) throw visitError('PERSON_UNKNOWN', { id: personId });
    return { who: `person:${personId}`, personId, eventId: null };
  }
  const { visitId } = input;
  const [visit] = await rowsOf<{ who: string }>(
    client,
    'select who from visit where id = $1 and station_id = $2 for share',
    [visitId, stationId],
  );
  if (visit === undefined) throw visitError('VISIT_NOT_FOUND', { id: visitId });
  // A visit's id is that of its first check-in.
  return { who: visit.who, personId: personOf(visit.who), eventId: visitId };
}
