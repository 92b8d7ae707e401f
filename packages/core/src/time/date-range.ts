import type { CivilDate } from './wall-time.js';

/** Whole days from `from` to `to`, both included, as officials write them. No `to` means until further notice. */
export interface DateRange {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}

export function isInRange(range: DateRange, date: CivilDate): boolean {
  return date >= range.from && (range.to === null || date <= range.to);
}

export function rangesOverlap(a: DateRange, b: DateRange): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

/** False when it ends before it begins. */
export function isForwardRange(range: DateRange): boolean {
  return range.to === null || range.from <= range.to;
}
