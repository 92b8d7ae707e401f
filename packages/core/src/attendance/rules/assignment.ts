import { type DateRange, isInRange } from '../../time/date-range.js';
import type { CivilDate } from '../../time/wall-time.js';

/** One line of a roster: on this date the person works by this schedule, or is off. A date belongs to the shift's start. */
export interface RosterEntry {
  readonly personId: string;
  readonly date: CivilDate;
  readonly scheduleId: string | null;
}

/** A person or a whole unit works by a schedule from one day to another. */
export interface ScheduleAssignment extends DateRange {
  readonly subject: { readonly personId: string } | { readonly unitId: string };
  readonly scheduleId: string;
}

export interface ScheduleQuestion {
  readonly personId: string;
  readonly date: CivilDate;
  /** The person's unit on that date, then its parents, nearest first. */
  readonly unitIds: readonly string[];
}

export interface ScheduleAnswer {
  /** Null: off by roster, or no schedule at all. */
  readonly scheduleId: string | null;
  readonly by: 'roster' | 'person' | 'unit' | 'default' | 'none';
}

/** Which schedule holds for a person on a date: roster before person before unit (nearest first) before default. */
export function scheduleFor(
  question: ScheduleQuestion,
  roster: ReadonlyMap<string, RosterEntry>,
  assignments: readonly ScheduleAssignment[],
  defaultScheduleId: string | null,
): ScheduleAnswer {
  const { personId, date, unitIds } = question;
  const entry = roster.get(rosterKey(personId, date));
  if (entry !== undefined) return { scheduleId: entry.scheduleId, by: 'roster' };

  const held = assignments.filter((assignment) => isInRange(assignment, date));
  const own = held.find(({ subject }) => 'personId' in subject && subject.personId === personId);
  if (own !== undefined) return { scheduleId: own.scheduleId, by: 'person' };
  for (const unitId of unitIds) {
    const unit = held.find(({ subject }) => 'unitId' in subject && subject.unitId === unitId);
    if (unit !== undefined) return { scheduleId: unit.scheduleId, by: 'unit' };
  }
  return defaultScheduleId === null
    ? { scheduleId: null, by: 'none' }
    : { scheduleId: defaultScheduleId, by: 'default' };
}

export function rosterKey(personId: string, date: CivilDate): string {
  return `${date} ${personId}`;
}

/** @returns roster entries by `rosterKey`; a later entry for the same person and date replaces an earlier one. */
export function rosterOf(entries: Iterable<RosterEntry>): ReadonlyMap<string, RosterEntry> {
  const roster = new Map<string, RosterEntry>();
  for (const entry of entries) roster.set(rosterKey(entry.personId, entry.date), entry);
  return roster;
}
