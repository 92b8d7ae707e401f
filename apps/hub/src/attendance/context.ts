import type { CivilDate, Clock } from '@hadir/core';
import type { Database } from '../store/index.js';

/** What everything about attendance results stands on. */
export interface ResultContext {
  readonly database: Database;
  readonly clock: Clock;
  /** In which "today" is meant. */
  readonly zone: string;
}

/** The day on the calendar of the hub's zone now. */
export function today({ clock, zone }: Pick<ResultContext, 'clock' | 'zone'>): CivilDate {
  // The Swedish form of a date is ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(clock.now()) as CivilDate;
}
