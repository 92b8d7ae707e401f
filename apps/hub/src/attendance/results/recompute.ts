import { setImmediate } from 'node:timers/promises';
import { type CivilDate, decideDay } from '@hadir/core';
import type { PoolClient } from 'pg';
import { inTransaction, raiseIssue } from '../../store/index.js';
import type { ResultContext } from '../context.js';
import { createRuleShelf } from '../rules/shelf.js';
import { type DayQuestion, dayQuestion } from './day-question.js';
import { type Evidence, readEvidence } from './evidence.js';
import { fingerprintOf } from './fingerprint.js';
import { proposeCorrections } from './propose.js';
import { DAY_COLUMNS, type DayRow } from './stored-result.js';
import { type Computed, writeRechecks, writeResults } from './write.js';

export interface RecomputeOutcome {
  /** Days that were marked and are done. */
  readonly days: number;
  /** Of these, results that were written; the others stood. */
  readonly written: number;
  readonly proposed: number;
}

/** Works off marked days, at most `limit` at once. Any number of times, by any number of workers, gives the same results. */
export type Recompute = (signal?: AbortSignal) => Promise<RecomputeOutcome>;

const LIMIT = 500;
const MINUTE_MS = 60_000;
/** A day that waits for a device is looked at again: soon while it is young, rarely when it is old. */
const RECHECK_SOON_MS = 2 * MINUTE_MS;
const RECHECK_LATE_MS = 60 * MINUTE_MS;
const YOUNG_MS = 36 * 60 * MINUTE_MS;

interface Marked {
  readonly personId: string;
  readonly date: CivilDate;
}

/**
 * One call is one transaction: results are there and marks are gone together, or neither. Rows of the outbox stay locked
 * meanwhile, so whoever marks one of these days anew waits for the commit and then marks it again.
 */
export function createRecompute(context: ResultContext, limit = LIMIT): Recompute {
  const shelf = createRuleShelf();
  return async (signal) =>
    await inTransaction(context.database.pool, async (client) => {
      signal?.throwIfAborted();
      const marked = await claim(client, limit);
      if (marked.length === 0) return { days: 0, written: 0, proposed: 0 };
      await client.query('lock table month_lock in row share mode');
      const dates = marked.map(({ date }) => date).sort();
      const rules = await shelf.load(client);
      const evidence = await readEvidence(
        client,
        rules,
        marked.map(({ personId }) => personId),
        dates[0] as CivilDate,
        dates.at(-1) as CivilDate,
      );
      const stored = await readStored(client, marked);
      const nowMs = context.clock.now();
      const work = await judge(marked, evidence, stored, nowMs);
      await writeResults(client, work.open, new Date(nowMs));
      await writeRechecks(client, work.unchanged);
      await removeResults(client, work.without);
      const proposed = await proposeCorrections(client, work.locked, stored, new Date(nowMs));
      for (const reason of work.missing) {
        await raiseIssue(client, {
          code: 'RESULT_RULES_MISSING',
          subject: reason,
          severity: 'error',
          details: { reason },
        });
      }
      await client.query(
        `delete from result_outbox o using unnest($1::uuid[], $2::date[]) as n (person_id, workday)
         where o.person_id = n.person_id and o.workday = n.workday`,
        [marked.map(({ personId }) => personId), marked.map(({ date }) => date)],
      );
      return { days: marked.length, written: work.open.length, proposed };
    });
}

async function claim(client: PoolClient, limit: number): Promise<readonly Marked[]> {
  const { rows } = await client.query<Marked>({
    name: 'result-claim',
    text: `select person_id as "personId", workday as date from result_outbox
      order by person_id, workday limit $1 for update skip locked`,
    values: [limit],
  });
  return rows;
}

type Stored = DayRow & { readonly fingerprint: Buffer };

async function readStored(client: PoolClient, marked: readonly Marked[]): Promise<ReadonlyMap<string, Stored>> {
  const { rows } = await client.query<Stored>(
    `select ${DAY_COLUMNS}, r.fingerprint from unnest($1::uuid[], $2::date[]) as n (person_id, workday)
     join day_result r on r.person_id = n.person_id and r.workday = n.workday`,
    [marked.map(({ personId }) => personId), marked.map(({ date }) => date)],
  );
  return new Map(rows.map((row) => [`${row.person_id} ${row.workday}`, row]));
}

interface Work {
  readonly open: Computed[];
  readonly locked: Computed[];
  readonly unchanged: { personId: string; date: string; recheckAt: Date | null }[];
  /** Days on which the person does not serve, or no profile holds. */
  readonly without: Marked[];
  readonly missing: Set<string>;
}

/** Other work of the process gets its turn after so many days. */
const DAYS_AT_ONCE = 50;

async function judge(
  marked: readonly Marked[],
  evidence: Evidence,
  stored: ReadonlyMap<string, Stored>,
  nowMs: number,
): Promise<Work> {
  const work: Work = { open: [], locked: [], unchanged: [], without: [], missing: new Set() };
  for (const [index, one] of marked.entries()) {
    if (index % DAYS_AT_ONCE === DAYS_AT_ONCE - 1) await setImmediate();
    const { personId, date } = one;
    const row = stored.get(`${personId} ${date}`);
    const question = dayQuestion(evidence, personId, date, nowMs);
    const isLocked = [row?.unit_id, 'input' in question ? question.unitId : null].some(
      (unitId) => unitId != null && evidence.lockedMonths.has(`${unitId} ${date.slice(0, 7)}`),
    );
    if (!('input' in question)) {
      if (question.kind === 'rules-missing') work.missing.add(question.reason);
      else if (!isLocked) work.without.push(one);
      continue;
    }
    const fingerprint = fingerprintOf(question);
    if (row?.fingerprint.equals(fingerprint) === true) {
      work.unchanged.push({ personId, date, recheckAt: isLocked ? null : recheckAt(question, nowMs, row.points) });
      continue;
    }
    const result = decideDay(question.input);
    const { unitId, profile, schedule, rules } = question;
    const again = recheckAt(question, nowMs, result.points);
    const computed = { personId, unitId, profile, schedule, rules, result, fingerprint, recheckAt: again };
    work[isLocked ? 'locked' : 'open'].push(computed);
  }
  return work;
}

/** A running day: at its end. A day held open for a device: now and then, until it was read. Else never by itself. */
function recheckAt({ endsAtMs, input }: DayQuestion, nowMs: number, points: number | null): Date | null {
  if (endsAtMs === null) return null;
  if (input.isRunning === true) return new Date(endsAtMs + 1000);
  if (points !== null || (input.unreadDevices ?? []).length === 0) return null;
  return new Date(nowMs + (nowMs - endsAtMs < YOUNG_MS ? RECHECK_SOON_MS : RECHECK_LATE_MS));
}

async function removeResults(client: PoolClient, days: readonly Marked[]): Promise<void> {
  if (days.length === 0) return;
  await client.query(
    `delete from day_result r using unnest($1::uuid[], $2::date[]) as n (person_id, workday)
     where r.person_id = n.person_id and r.workday = n.workday`,
    [days.map(({ personId }) => personId), days.map(({ date }) => date)],
  );
}
