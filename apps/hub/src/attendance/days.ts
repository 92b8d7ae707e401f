import { type CivilDate, tryParseDate } from '@hadir/core';
import { resultError } from './errors.js';

/** @throws DATE_INVALID */
export function dayOf(text: string, field: string): CivilDate {
  const date = tryParseDate(text);
  if (date === null) throw resultError('DATE_INVALID', { field, text });
  return date;
}

/** @throws DATE_INVALID also for a range that ends before it begins. */
export function rangeOf(range: { readonly validFrom: string; readonly validTo?: string | null | undefined }): {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
} {
  const from = dayOf(range.validFrom, 'validFrom');
  const to = range.validTo == null ? null : dayOf(range.validTo, 'validTo');
  if (to !== null && to < from) throw resultError('DATE_INVALID', { field: 'validTo', text: to });
  return { from, to };
}
