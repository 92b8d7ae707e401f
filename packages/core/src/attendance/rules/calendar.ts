import Type, { type Static } from 'typebox';
import { tryParseDate } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import { attendanceError } from '../attendance-errors.js';
import { checkDocument } from './check-document.js';

const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Days = Type.Array(DateText, { maxItems: 400 });

/**
 * Days without work. National days follow the yearly joint decree (SKB 3 Menteri); it is sometimes revised within the year,
 * which makes a new version. Ramadan is announced, never computed, so its days are data too.
 */
export const Calendar = Type.Object(
  {
    source: Type.Optional(Type.String()),
    /** Hari libur: national and local holidays. */
    holidays: Days,
    /** Cuti bersama: days of joint leave. Offices close; those who must work earn a day of annual leave. */
    jointLeave: Days,
    /** Fasting months, first and last day. Schedules may have other hours for them. */
    ramadan: Type.Array(Type.Object({ from: DateText, to: DateText }, { additionalProperties: false }), {
      maxItems: 8,
    }),
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type Calendar = Static<typeof Calendar>;

export type CalendarDay = 'holiday' | 'joint-leave' | 'ordinary';

/** A calendar made ready for questions. */
export interface ReadyCalendar {
  readonly id: string;
  kindOf(date: CivilDate): CalendarDay;
  isRamadan(date: CivilDate): boolean;
}

/** @throws RULES_INVALID for a day that no calendar has, or a period that ends before it begins. */
export function readyCalendar(id: string, document: unknown): ReadyCalendar {
  const calendar = checkDocument(Calendar, document, `calendars/${id}`);
  const listed = (list: 'holidays' | 'jointLeave') =>
    new Set(calendar[list].map((text, i) => real(text, `${list}/${i}`)));
  const real = (text: string, place: string): CivilDate => {
    const date = tryParseDate(text);
    if (date !== null) return date;
    throw attendanceError('RULES_INVALID', { place: `calendars/${id}/${place}`, reason: `${text} is not a day` });
  };
  const holidays = listed('holidays');
  const jointLeave = listed('jointLeave');
  const ramadan = calendar.ramadan.map((period, i) => {
    const from = real(period.from, `ramadan/${i}/from`);
    const to = real(period.to, `ramadan/${i}/to`);
    if (from <= to) return { from, to };
    throw attendanceError('RULES_INVALID', { place: `calendars/${id}/ramadan/${i}`, reason: 'ends before it begins' });
  });
  return {
    id,
    kindOf: (date) => (holidays.has(date) ? 'holiday' : jointLeave.has(date) ? 'joint-leave' : 'ordinary'),
    isRamadan: (date) => ramadan.some((period) => date >= period.from && date <= period.to),
  };
}
