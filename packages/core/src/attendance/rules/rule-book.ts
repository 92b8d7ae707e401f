import type { HadirError } from '../../error/hadir-error.js';
import { attendanceError } from '../attendance-errors.js';
import { checkDisciplineRules, type DisciplineRules } from '../discipline/discipline-rules.js';
import { type ReadyCalendar, readyCalendar } from './calendar.js';
import { type ReadyProfile, readyProfile } from './ready-profile.js';
import { type ReadySchedule, readySchedule } from './schedule.js';

/** Rules as documents, by name. What a regency edits and what ships as data files. */
export interface RuleDocuments {
  readonly calendars: Readonly<Record<string, unknown>>;
  readonly schedules: Readonly<Record<string, unknown>>;
  readonly profiles: Readonly<Record<string, unknown>>;
  readonly discipline?: unknown;
}

/** Rules checked and made ready; every name that one mentions exists. */
export interface RuleBook {
  calendar(id: string): ReadyCalendar;
  schedule(id: string): ReadySchedule;
  profile(id: string): ReadyProfile;
  calendarOf(schedule: ReadySchedule): ReadyCalendar;
  discipline(): DisciplineRules;
}

/** @throws the coded error of the first document that is not sound, with its place. */
export function ruleBook(documents: RuleDocuments): RuleBook {
  const calendars = readAll(documents.calendars, readyCalendar);
  const schedules = readAll(documents.schedules, readySchedule);
  const profiles = readAll(documents.profiles, (id, document) => readyProfile(id, document));
  const discipline = documents.discipline === undefined ? null : checkDisciplineRules(documents.discipline);
  for (const { id, calendarId } of schedules.values()) {
    if (!calendars.has(calendarId)) throw missing(`schedules/${id}/calendar`, calendarId);
  }
  return {
    calendar: (id) => calendars.get(id) ?? fail('calendars', id),
    schedule: (id) => schedules.get(id) ?? fail('schedules', id),
    profile: (id) => profiles.get(id) ?? fail('profiles', id),
    calendarOf: (schedule) => calendars.get(schedule.calendarId) ?? fail('calendars', schedule.calendarId),
    discipline: () => discipline ?? fail('discipline', 'discipline'),
  };
}

function readAll<Ready>(
  documents: Readonly<Record<string, unknown>>,
  read: (id: string, document: unknown) => Ready,
): ReadonlyMap<string, Ready> {
  return new Map(Object.entries(documents).map(([id, document]) => [id, read(id, document)]));
}

function missing(place: string, name: string): HadirError {
  return attendanceError('RULES_INVALID', { place, reason: `"${name}" is not defined` });
}

function fail(place: string, name: string): never {
  throw missing(place, name);
}
