import type { Hours } from '../rules/schedule.js';
import type { PlacedManual } from './arrival-departure.js';
import type { DayInput } from './day-input.js';
import { charged, type Draft, say } from './draft.js';
import { type DayScan, pickScan } from './scans.js';

/**
 * The morning assembly, a session of its own. Presence comes from a written list, or else from a scan in the schedule's
 * `apelWindow` or an approved manual entry. Called off, nobody missed it; with neither a list nor a window, nobody can be
 * said to have missed it.
 */
export function judgeApel(
  input: DayInput,
  draft: Draft,
  scans: readonly DayScan[],
  manual: readonly PlacedManual[],
  hours: Hours,
): void {
  const { apel } = input;
  if (apel == null || !apel.required) return;
  if (!apel.held) {
    say(draft, 'APEL_OFF');
    return;
  }
  if (apel.excused) {
    say(draft, 'APEL_EXCUSED');
    return;
  }
  const byScan = hours.apelWindow !== null && pickScan(scans, hours.apelWindow, 'first') !== null;
  const present = apel.present ?? (byScan || manual.some(({ entry }) => entry.session === 'apel'));
  if (present) say(draft, 'APEL_PRESENT');
  else if (apel.present === null && hours.apelWindow === null) say(draft, 'APEL_UNKNOWN');
  else if (input.profile.apelAbsent.points > 0) charged(draft, 'APEL_ABSENT', input.profile.apelAbsent, {});
  else say(draft, 'APEL_ABSENT', { code: input.profile.apelAbsent.code, points: 0 });
}
