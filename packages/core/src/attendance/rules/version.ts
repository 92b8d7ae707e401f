import { type DateRange, isInRange, rangesOverlap } from '../../time/date-range.js';
import type { CivilDate } from '../../time/wall-time.js';
import { attendanceError } from '../attendance-errors.js';

/**
 * A calendar, schedule, profile or policy as it holds from one day to another. A rule is never edited: its change is a new
 * version, so that an old month can be computed again years later and give what it gave then.
 */
export interface Version<Document> extends DateRange {
  readonly id: string;
  /** What officials call it, such as `2026-07` or `Perbup 12/2026`. */
  readonly version: string;
  readonly document: Document;
}

/** @throws VERSIONS_OVERLAP when two versions of one document hold on the same day. */
export function assertVersionsFit(versions: readonly Version<unknown>[]): void {
  versions.forEach((later, index) => {
    const clash = versions.slice(0, index).find((other) => other.id === later.id && rangesOverlap(other, later));
    if (clash === undefined) return;
    const [, date = later.from] = [clash.from, later.from].sort();
    throw attendanceError('VERSIONS_OVERLAP', {
      id: later.id,
      date,
      first: clash.version,
      second: later.version,
    });
  });
}

/**
 * The version of a document that holds on a day.
 * @throws VERSION_MISSING: a day is never judged by rules that did not hold on it.
 */
export function versionOn<Document>(
  versions: readonly Version<Document>[],
  id: string,
  date: CivilDate,
): Version<Document> {
  const found = versions.find((version) => version.id === id && isInRange(version, date));
  if (found === undefined) throw attendanceError('VERSION_MISSING', { id, date });
  return found;
}
