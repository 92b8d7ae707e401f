import { type CivilDate, daysInMonth } from '@hadir/core';
import { resultError } from '../errors.js';

/** First and last day of a calendar month, `YYYY-MM`. @throws DATE_INVALID */
export function monthDays(month: string): { readonly from: CivilDate; readonly to: CivilDate } {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw resultError('DATE_INVALID', { field: 'month', text: month });
  const last = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  return { from: `${month}-01` as CivilDate, to: `${month}-${String(last).padStart(2, '0')}` as CivilDate };
}
