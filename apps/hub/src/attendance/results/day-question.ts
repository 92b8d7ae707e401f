import {
  type AbsenceRequest,
  type Apel,
  addDays,
  type CivilDate,
  type DayInput,
  dayEndsAt,
  instant,
  type ManualEntry,
  type ReadyNeighbour,
  type ReadySchedule,
  type Scan,
  type WallTime,
  type Zone,
  zoneOf,
} from '@hadir/core';
import type { Held } from '../rules/shelf.js';
import type { Evidence, PersonFacts, Ranged } from './evidence.js';

/** A day of somebody, with everything that decides it at hand. */
export interface DayQuestion {
  readonly input: DayInput;
  readonly unitId: string | null;
  /** Ids of the rule documents that have a say. */
  readonly rules: readonly string[];
  readonly profile: string;
  readonly schedule: string | null;
  /** When the last scan of the day can have been made; null on a free day. */
  readonly endsAtMs: number | null;
}

/** Why a day cannot be asked: not at all, or because rules are missing that should be there. */
export type NoQuestion = { readonly kind: 'nothing' } | { readonly kind: 'rules-missing'; readonly reason: string };

const NOTHING: NoQuestion = { kind: 'nothing' };

const holds = (range: Ranged, date: string): boolean => date >= range.from && (range.to === null || date <= range.to);

/** Gathers what decides one day of one person. Nobody has results before a profile holds for him. */
export function dayQuestion(
  evidence: Evidence,
  personId: string,
  date: CivilDate,
  nowMs: number,
): DayQuestion | NoQuestion {
  const person = evidence.people.get(personId);
  if (person === undefined) return NOTHING;
  const unitId = unitOn(person, date);
  if (unitId === undefined) return NOTHING;
  const unitIds = unitAndAbove(evidence, unitId);
  const profileName = assigned(evidence, person, unitIds, 'profile', date);
  if (profileName === null) return NOTHING;
  const profile = evidence.rules.profile(profileName, date);
  if (profile === null) return missing('profile', profileName, date);

  const scheduleName = scheduleOn(evidence, person, unitIds, date);
  const schedule = scheduleName === null ? null : evidence.rules.schedule(scheduleName, date);
  if (scheduleName !== null && schedule === null) return missing('schedule', scheduleName, date);
  // Off by roster: free days are still told by the calendar of the office.
  const office = schedule ?? officeOn(evidence, person, unitIds, date);
  const calendar =
    office === null ? evidence.rules.anyCalendar(date) : evidence.rules.calendar(office.ready.calendarId, date);
  if (calendar === null) return missing('calendar', office?.ready.calendarId ?? '*', date);

  const policy = evidence.rules.policy(unitIds, date);
  const endsAt = schedule === null ? null : dayEndsAt(schedule.ready, calendar.ready, date);
  const isRunning = endsAt !== null && nowMs <= endsAt;
  const before = neighbour(evidence, person, addDays(date, -1), schedule);
  const after = neighbour(evidence, person, addDays(date, 1), schedule);
  return {
    input: {
      date,
      schedule: schedule?.ready ?? null,
      calendar: calendar.ready,
      profile: profile.ready,
      scans: scansOf(evidence, person, date, schedule, calendar.ready.isRamadan(date), unitIds),
      ...askedFor(person, date),
      apel: apelOn(evidence, person, unitIds, date),
      methodPolicy: policy?.ready ?? null,
      before: before?.at ?? null,
      after: after?.at ?? null,
      unreadDevices: endsAt === null || isRunning ? [] : unreadDevices(evidence, person, date, endsAt),
      isRunning,
    },
    unitId,
    rules: [
      profile.id,
      calendar.id,
      ...[schedule, policy, before, after].flatMap((one) => (one === null ? [] : [one.id])),
    ],
    profile: profileName,
    schedule: scheduleName,
    endsAtMs: endsAt,
  };
}

function missing(kind: string, name: string, date: string): NoQuestion {
  return { kind: 'rules-missing', reason: `${kind} ${name}, ${date}` };
}

/** Undefined: does not serve on that day. Without any placement, the unit of the person's record. */
function unitOn(person: PersonFacts, date: string): string | null | undefined {
  if (person.placements.length === 0) return person.recordUnitId;
  return person.placements.find((range) => holds(range, date))?.unitId;
}

function unitAndAbove({ parents }: Evidence, unitId: string | null): readonly string[] {
  const ids: string[] = [];
  for (let id = unitId; id !== null && !ids.includes(id); id = parents.get(id) ?? null) ids.push(id);
  return ids;
}

/** Person before unit (nearest first) before everybody. */
function assigned(
  { unitAssignments }: Evidence,
  person: PersonFacts,
  unitIds: readonly string[],
  kind: 'schedule' | 'profile',
  date: string,
): string | null {
  const own = person.assignments.find((one) => one.kind === kind && holds(one, date));
  if (own !== undefined) return own.name;
  let found: string | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const one of unitAssignments) {
    if (one.kind !== kind || !holds(one, date)) continue;
    const distance = one.unitId === null ? unitIds.length : unitIds.indexOf(one.unitId);
    if (distance < 0 || distance >= nearest) continue;
    found = one.name;
    nearest = distance;
  }
  return found;
}

function scheduleOn(evidence: Evidence, person: PersonFacts, unitIds: readonly string[], date: string): string | null {
  const rostered = person.roster.get(date);
  return rostered === undefined ? assigned(evidence, person, unitIds, 'schedule', date) : rostered;
}

function officeOn(
  evidence: Evidence,
  person: PersonFacts,
  unitIds: readonly string[],
  date: string,
): Held<ReadySchedule> | null {
  const name = assigned(evidence, person, unitIds, 'schedule', date);
  return name === null ? null : evidence.rules.schedule(name, date);
}

/** Only a shift reaches into the day beside it, so an office between offices has no neighbours. */
function neighbour(
  evidence: Evidence,
  person: PersonFacts,
  date: CivilDate,
  own: Held<ReadySchedule> | null,
): { readonly id: string; readonly at: ReadyNeighbour } | null {
  const unitId = unitOn(person, date);
  if (unitId === undefined) return null;
  const name = scheduleOn(evidence, person, unitAndAbove(evidence, unitId), date);
  const schedule = name === null ? null : evidence.rules.schedule(name, date);
  if (schedule === null || (schedule.ready.kind !== 'shift' && own?.ready.kind !== 'shift')) return null;
  return { id: schedule.id, at: { date, schedule: schedule.ready } };
}

const DAY_SECONDS = 86_400;

/** Scans from the day's midnight to its last window. */
function scansOf(
  { devices }: Evidence,
  person: PersonFacts,
  date: CivilDate,
  schedule: Held<ReadySchedule> | null,
  isRamadan: boolean,
  unitIds: readonly string[],
): readonly Scan[] {
  const hours = schedule?.ready.hoursOn(date, isRamadan) ?? null;
  const lastSecond = Math.max(DAY_SECONDS - 1, hours?.outWindow[1] ?? 0, hours?.apelWindow?.[1] ?? 0);
  const scans: Scan[] = [];
  const midnightIn = (zone: Zone) => zone.instantOf(`${date}T00:00:00` as WallTime);
  const own = schedule === null ? null : { zone: schedule.ready.zone, midnight: midnightIn(schedule.ready.zone) };
  for (const event of person.events) {
    const zone = own?.zone ?? zoneOf(event.zone);
    const second = (event.atMs - (own?.midnight ?? midnightIn(zone))) / 1000;
    if (second < 0 || second >= lastSecond + 1) continue;
    const deviceUnit = devices.get(event.deviceId)?.unitId ?? null;
    scans.push({
      eventId: event.id,
      at: zone.wallOf(instant(event.atMs)),
      deviceId: event.deviceId,
      methods: event.methods,
      verdict: event.verdict,
      nearBeacon: event.nearBeacon,
      otherUnit: deviceUnit !== null && !unitIds.includes(deviceUnit),
    });
  }
  return scans;
}

/**
 * Requests that can bear on the day, which may reach to the end of the next one; whatever else was read with them.
 * Types and sessions were checked when the requests were made.
 */
function askedFor(
  { requests }: PersonFacts,
  date: CivilDate,
): { requests: readonly AbsenceRequest[]; manual: readonly ManualEntry[] } {
  const absences: AbsenceRequest[] = [];
  const manual: ManualEntry[] = [];
  const first = `${date}T00:00:00`;
  const last = `${addDays(date, 1)}T23:59:59`;
  for (const { id, kind, type, from, to, reason, state } of requests) {
    if (from > last || to < first) continue;
    if (kind === 'absence') {
      const absence = type as AbsenceRequest['type'];
      absences.push({ id, type: absence, from: from as WallTime, to: to as WallTime, state });
    } else {
      manual.push({ id, session: type as ManualEntry['session'], at: from as WallTime, reason, state });
    }
  }
  return { requests: absences, manual };
}

function apelOn(evidence: Evidence, person: PersonFacts, unitIds: readonly string[], date: string): Apel | null {
  for (const unitId of unitIds) {
    const apel = evidence.apel.get(`${unitId} ${date}`);
    if (apel === undefined) continue;
    const listed = person.presence.get(date);
    return { ...apel, present: listed?.present ?? null, excused: listed?.excused ?? false };
  }
  return null;
}

/** Devices on which the person is known that were not read after the end of the day. */
function unreadDevices({ devices }: Evidence, person: PersonFacts, date: string, endsAtMs: number): readonly string[] {
  return person.devices
    .filter((range) => holds(range, date))
    .flatMap(({ deviceId }) => {
      const device = devices.get(deviceId);
      return device?.inService === true && device.readAtMs <= endsAtMs ? [deviceId] : [];
    });
}
