import { randomUUID } from 'node:crypto';
import {
  ABSENCE_TYPES,
  type ApprovalStep,
  assertMayDecide,
  attendanceError,
  type CivilDate,
  type Decision,
  type DecisionState,
  instant,
  nextStep,
  requestState,
  tryParseWall,
} from '@hadir/core';
import type { PoolClient } from 'pg';
import { unitsBelow } from '../../store/index.js';
import { auditOn } from '../audit.js';
import { type ResultContext, today } from '../context.js';
import { resultError } from '../errors.js';
import { inChange, noRecord } from '../records.js';
import { markDays } from '../results/mark.js';
import { assertApprover } from '../staff/approvers.js';
import { assertInTime, stepsFor } from './rules-of-request.js';

const MANUAL_SESSIONS = ['in', 'out', 'apel'] as const;

export interface NewRequest {
  readonly personId: string;
  readonly kind: 'absence' | 'manual';
  /** Type of absence, or session of manual attendance. */
  readonly type: string;
  /**
   * Wall times of the place of work, both included; of manual attendance the one moment. A day alone, `2026-10-05`, means
   * the whole of it.
   */
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** An officer of the personnel board who lets it in after its last day. */
  readonly letInBy?: string | null;
}

export interface RequestRecord extends NewRequest {
  readonly id: string;
  readonly letInBy: string | null;
  readonly steps: readonly ApprovalStep[];
  readonly state: DecisionState;
  /** Whose turn it is; null when decided. */
  readonly turn: ApprovalStep | null;
  readonly decisions: readonly Decision[];
  readonly createdAt: Date;
  readonly createdBy: string;
}

interface RequestRow extends NewRequest {
  readonly id: string;
  readonly letInBy: string | null;
  readonly steps: readonly ApprovalStep[];
  readonly createdAt: Date;
  readonly createdBy: string;
}

interface DecisionRow {
  readonly requestId: string;
  readonly step: ApprovalStep;
  readonly byPersonId: string;
  readonly verdict: Decision['verdict'];
  readonly reason: string;
  readonly at: Date;
}

type Queryable = Pick<PoolClient, 'query'>;

const COLUMNS = `id, person_id as "personId", kind, type, from_wall as from, to_wall as to, reason, steps,
  let_in_by as "letInBy", created_at as "createdAt", created_by as "createdBy"`;

async function withDecisions(client: Queryable, rows: readonly RequestRow[]): Promise<readonly RequestRecord[]> {
  if (rows.length === 0) return [];
  const decided = await client.query<DecisionRow>(
    `select request_id as "requestId", step, by_person_id as "byPersonId", verdict, reason, at
     from request_decision where request_id = any($1::uuid[]) order by at`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => {
    const decisions = decided.rows
      .filter(({ requestId }) => requestId === row.id)
      .map(({ requestId: _, at, ...decision }): Decision => ({ ...decision, at: instant(at.getTime()) }));
    return { ...row, decisions, state: requestState(row.steps, decisions), turn: nextStep(row.steps, decisions) };
  });
}

/** Requests of people that touch a span of days. */
export async function requestsBetween(
  client: Queryable,
  personIds: readonly string[],
  from: CivilDate,
  to: CivilDate,
): Promise<readonly RequestRecord[]> {
  const { rows } = await client.query<RequestRow>(
    `select ${COLUMNS} from attendance_request
     where person_id = any($1::uuid[]) and from_wall <= $3 and to_wall >= $2 order by created_at, id`,
    [personIds, `${from}T00:00:00`, `${to}T23:59:59`],
  );
  return withDecisions(client, rows);
}

export async function listRequests(
  { database }: ResultContext,
  filter: {
    readonly personId?: string;
    readonly unitId?: string;
    readonly state?: DecisionState;
    readonly before?: { readonly at: Date; readonly id: string };
    readonly limit: number;
  },
): Promise<readonly RequestRecord[]> {
  const { rows } = await database.pool.query<RequestRow>(
    `with recursive ${unitsBelow('$2')}
     select ${COLUMNS} from attendance_request r
     where ($1::uuid is null or person_id = $1)
       and ($2::uuid is null or exists (select 1 from person p where p.id = r.person_id and p.unit_id in (select id from below))
         or exists (select 1 from placement s where s.person_id = r.person_id and s.unit_id in (select id from below)))
       and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
       and ($6::text is null or $6 = (select case when bool_or(d.verdict = 'reject') then 'rejected'
           when count(*) filter (where d.verdict = 'approve') >= cardinality(r.steps) then 'approved' else 'pending' end
         from request_decision d where d.request_id = r.id))
     order by created_at desc, id desc limit $5`,
    [
      filter.personId ?? null,
      filter.unitId ?? null,
      filter.before?.at ?? null,
      filter.before?.id ?? null,
      filter.limit + 1,
      filter.state ?? null,
    ],
  );
  return withDecisions(database.pool, rows);
}

/** @throws RESULT_RECORD_UNKNOWN */
export async function getRequest(client: Queryable, id: string): Promise<RequestRecord> {
  const { rows } = await client.query<RequestRow>(`select ${COLUMNS} from attendance_request where id = $1`, [id]);
  const [found] = await withDecisions(client, rows);
  if (found === undefined) throw noRecord('request', id);
  return found;
}

const wholeDays = ({ from, to }: Pick<NewRequest, 'from' | 'to'>) => ({
  from: from.length === 10 ? `${from}T00:00:00` : from,
  to: to.length === 10 ? `${to}T23:59:59` : to,
});

/** @throws REQUEST_TYPE, REQUEST_TOO_LATE, DATE_INVALID, APPROVER_UNKNOWN, APPROVAL_OWN */
export async function makeRequest(context: ResultContext, asked: NewRequest, actor: string): Promise<RequestRecord> {
  const input = asked.kind === 'absence' ? { ...asked, ...wholeDays(asked) } : asked;
  assertSound(input);
  const letInBy = input.letInBy ?? null;
  if (letInBy !== null && letInBy === input.personId) throw attendanceError('APPROVAL_OWN', { personId: letInBy });
  return await inChange(context.database, async (client) => {
    const firstDay = input.from.slice(0, 10) as CivilDate;
    const day = today(context);
    if (letInBy === null) await assertInTime(client, input, firstDay, day);
    else await assertApprover(client, 'personnel-board', letInBy, input.personId, day);
    const { rows } = await client.query<RequestRow>(
      `insert into attendance_request (id, person_id, kind, type, from_wall, to_wall, reason, steps, created_at, created_by,
         let_in_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
      [
        randomUUID(),
        input.personId,
        input.kind,
        input.type,
        input.from,
        input.to,
        input.reason,
        await stepsFor(client, input, firstDay),
        new Date(context.clock.now()),
        actor,
        letInBy,
      ],
    );
    const [made] = await withDecisions(client, rows);
    const request = made as RequestRecord;
    const { personId, kind, type, from, to } = input;
    const details = { personId, kind, type, from, to, letInBy };
    await auditOn(client, { actor, action: 'request.make', subject: request.id, details });
    await markRequest(client, context, request);
    return request;
  });
}

/** @throws APPROVAL_OWN, APPROVAL_STEP, APPROVER_UNKNOWN, RESULT_RECORD_UNKNOWN */
export async function decideRequest(
  context: ResultContext,
  id: string,
  decision: Pick<Decision, 'step' | 'byPersonId' | 'verdict' | 'reason'>,
  actor: string,
): Promise<RequestRecord> {
  return await inChange(context.database, async (client) => {
    // Two officers at once: the second sees what the first decided.
    await client.query('select 1 from attendance_request where id = $1 for update', [id]);
    const request = await getRequest(client, id);
    assertMayDecide(request, request.decisions, decision);
    await assertApprover(client, decision.step, decision.byPersonId, request.personId, today(context));
    await client.query(
      `insert into request_decision (id, request_id, step, by_person_id, verdict, reason, at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        randomUUID(),
        id,
        decision.step,
        decision.byPersonId,
        decision.verdict,
        decision.reason,
        new Date(context.clock.now()),
        actor,
      ],
    );
    await auditOn(client, { actor, action: 'request.decide', subject: id, details: { ...decision } });
    await markRequest(client, context, request);
    return await getRequest(client, id);
  });
}

function assertSound({ kind, type, from, to }: NewRequest): void {
  const known: readonly string[] = kind === 'absence' ? ABSENCE_TYPES : MANUAL_SESSIONS;
  if (!known.includes(type)) throw resultError('REQUEST_TYPE', { type, kind, known: known.join(', ') });
  if (tryParseWall(from) === null) throw resultError('DATE_INVALID', { field: 'from', text: from });
  if (tryParseWall(to) === null || to < from) throw resultError('DATE_INVALID', { field: 'to', text: to });
  if (kind === 'manual' && from !== to) throw resultError('DATE_INVALID', { field: 'to', text: to });
}

async function markRequest(client: PoolClient, context: ResultContext, request: NewRequest): Promise<void> {
  const from = request.from.slice(0, 10);
  const scope = { personIds: [request.personId], from, to: request.to.slice(0, 10) };
  await markDays(client, scope, today(context));
}
