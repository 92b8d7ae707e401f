import { MS_PER_SECOND, wallToEpochMs } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import type { Hours } from '../rules/schedule.js';
import { ABSENCE_TYPES, type AbsenceType } from './absence.js';
import type { AbsenceRequest } from './evidence.js';

/** What approved requests mean for one working day. */
export interface Excuse {
  /** The request that excuses the whole day, if any. */
  readonly whole: (AbsenceRequest & { readonly type: Exclude<AbsenceType, 'WFA'> }) | null;
  /** Requests that excuse a part of the day. */
  readonly parts: readonly AbsenceRequest[];
  /** Second up to which coming late is excused, from which leaving early is; null when it is not. */
  readonly startCoveredTo: number | null;
  readonly endCoveredFrom: number | null;
  /** Work from anywhere is approved for this day. */
  readonly worksAnywhere: boolean;
}

const NO_EXCUSE: Excuse = Object.freeze({
  whole: null,
  parts: [],
  startCoveredTo: null,
  endCoveredFrom: null,
  worksAnywhere: false,
});

/**
 * @param approved requests that hold, in any order. Of several for the whole day, the first in the order of
 * `ABSENCE_TYPES` gives the day its status.
 */
export function excuseOf(
  approved: readonly AbsenceRequest[],
  date: CivilDate,
  dayStartMs: number,
  hours: Hours,
): Excuse {
  if (approved.length === 0) return NO_EXCUSE;
  const second = (wall: AbsenceRequest['from']) => (wallToEpochMs(wall) - dayStartMs) / MS_PER_SECOND;
  const ordered = [...approved].sort(
    (a, b) =>
      ABSENCE_TYPES.indexOf(a.type) - ABSENCE_TYPES.indexOf(b.type) ||
      second(a.from) - second(b.from) ||
      second(b.to) - second(a.to) ||
      ((a.id ?? '') < (b.id ?? '') ? -1 : 1),
  );
  let whole: Excuse['whole'] = null;
  let worksAnywhere = false;
  let startCoveredTo: number | null = null;
  let endCoveredFrom: number | null = null;
  const parts: AbsenceRequest[] = [];
  for (const request of ordered) {
    const from = second(request.from);
    const to = second(request.to);
    const isWhole = coversDate(request, date) || (from <= hours.start && to >= hours.end);
    if (to < hours.start || from > hours.end) {
      if (!isWhole) continue;
    }
    if (request.type === 'WFA') {
      worksAnywhere = true;
    } else if (isWhole) {
      whole ??= { ...request, type: request.type };
    } else {
      parts.push(request);
      if (from <= hours.start) startCoveredTo = Math.max(startCoveredTo ?? to, to);
      if (to >= hours.end) endCoveredFrom = Math.min(endCoveredFrom ?? from, from);
    }
  }
  return { whole, parts, startCoveredTo, endCoveredFrom, worksAnywhere };
}

/** A request from midnight to midnight is meant by dates: it covers a night shift that starts on its last day. */
function coversDate(request: AbsenceRequest, date: CivilDate): boolean {
  return (
    request.from.endsWith('T00:00:00') &&
    request.to.endsWith('T23:59:59') &&
    request.from.slice(0, 10) <= date &&
    request.to.slice(0, 10) >= date
  );
}
