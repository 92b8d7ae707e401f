import {
  type ApprovalStep,
  type CivilDate,
  correctionDeadline,
  type ReadyCalendar,
  type ReadySchedule,
  readyCalendar,
  readySchedule,
} from '@hadir/core';
import type { PoolClient } from 'pg';
import { resultError } from '../errors.js';
import { type ApprovalRules, DEFAULT_APPROVAL_RULES } from '../rules/approval-rules.js';

interface Asked {
  readonly kind: 'absence' | 'manual';
  readonly type: string;
}

async function documentOn(client: PoolClient, kind: string, name: string | null, date: CivilDate) {
  const { rows } = await client.query<{ name: string; document: unknown }>(
    `select name, document from rule_document where kind = $1 and ($2::text is null or name = $2)
       and $3::date between valid_from and coalesce(valid_to, 'infinity') order by name limit 1`,
    [kind, name, date],
  );
  return rows[0];
}

async function approvalRulesOn(client: PoolClient, date: CivilDate): Promise<ApprovalRules> {
  return (
    ((await documentOn(client, 'approvals', null, date))?.document as ApprovalRules | undefined) ??
    DEFAULT_APPROVAL_RULES
  );
}

/** Who must agree, by the rules of the first day asked for. */
export async function stepsFor(client: PoolClient, asked: Asked, date: CivilDate): Promise<readonly ApprovalStep[]> {
  const rules = await approvalRulesOn(client, date);
  if (asked.kind === 'manual') return rules.manual;
  const own = (rules.byType as Readonly<Record<string, readonly ApprovalStep[] | undefined>> | undefined)?.[asked.type];
  return own ?? rules.absence;
}

/**
 * Counts working days by the schedule that holds for everybody on that day: a deadline is the office's, also for those
 * who work in shifts. Where there is none, no limit can be counted.
 * @throws REQUEST_TOO_LATE
 */
export async function assertInTime(
  client: PoolClient,
  asked: Asked,
  date: CivilDate,
  askedOn: CivilDate,
): Promise<void> {
  const rules = await approvalRulesOn(client, date);
  const limit = asked.kind === 'manual' ? rules.manualDeadlineDays : rules.absenceDeadlineDays;
  if (limit === null || askedOn <= date) return;
  const office = await officeHours(client, date);
  if (office === null) return;
  const { accepted, lastDay } = correctionDeadline(office.schedule, office.calendar, date, askedOn, limit);
  if (!accepted) throw resultError('REQUEST_TOO_LATE', { date, lastDay });
}

async function officeHours(
  client: PoolClient,
  date: CivilDate,
): Promise<{ readonly schedule: ReadySchedule; readonly calendar: ReadyCalendar } | null> {
  const { rows } = await client.query<{ name: string }>(
    `select name from rule_assignment where kind = 'schedule' and person_id is null and unit_id is null
       and $1::date between valid_from and coalesce(valid_to, 'infinity')`,
    [date],
  );
  const name = rows[0]?.name;
  if (name === undefined) return null;
  const found = await documentOn(client, 'schedule', name, date);
  if (found === undefined) return null;
  const schedule = readySchedule(name, found.document);
  const days = await documentOn(client, 'calendar', schedule.calendarId, date);
  return days === undefined ? null : { schedule, calendar: readyCalendar(days.name, days.document) };
}
