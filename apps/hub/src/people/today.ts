import type { CivilDate, Clock } from '@hadir/core';

/** The day on the calendar of a zone now. */
export function civilToday(clock: Clock, zone: string): CivilDate {
  // The Swedish form of a date is ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(clock.now()) as CivilDate;
}
