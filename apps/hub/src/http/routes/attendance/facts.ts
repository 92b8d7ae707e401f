import { type DayResult, traceText } from '@hadir/core';
import Type from 'typebox';
import { Day, nullable } from '../../views/common.js';

const Minutes = nullable(Type.Integer());

/** What a day came to. */
export const ResultFacts = {
  date: Day,
  status: Type.String(),
  isWorkingDay: Type.Boolean(),
  in: nullable(Type.String()),
  out: nullable(Type.String()),
  lateMinutes: Minutes,
  earlyMinutes: Minutes,
  shortMinutes: Type.Integer(),
  missing: Type.Array(Type.String()),
  codes: Type.Array(Type.String()),
  points: Type.Union([Type.Number(), Type.Null()], {
    description: 'Percent points; null while the day is not decided.',
  }),
  flags: Type.Array(Type.String()),
} as const;

export const Why = Type.Array(Type.Object({ code: Type.String(), id: Type.String(), en: Type.String() }), {
  description: 'The reasons in order, in Indonesian and English: rules, scans used, scans not used and why.',
});

export function factsView({ charges, trace: _, missing, flags, ...facts }: DayResult) {
  return { ...facts, missing: [...missing], flags: [...flags], codes: charges.map(({ code }) => code) };
}

export const whyView = (trace: DayResult['trace']) =>
  trace.map((step) => ({ code: step.code, id: traceText(step, 'id'), en: traceText(step, 'en') }));
