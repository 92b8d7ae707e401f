import Type, { type Static } from 'typebox';
import { ABSENCE_TYPES } from '../day/absence.js';
import { Band } from './bands.js';

const Points = Type.Number({ minimum: 0, maximum: 100 });
const Code = Type.String({ minLength: 1, maxLength: 16 });
const MissingScan = Type.Object(
  {
    points: Points,
    code: Code,
    /** Working minutes that the missing scan is worth when short minutes are counted for discipline; 0 unless given. */
    minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
  },
  { additionalProperties: false },
);

/** Points that depend on how often a code occurred in the month. Seamless from 1. */
export const CountThreshold = Type.Object(
  {
    code: Code,
    /** `each`: the n-th occurrence takes the row of n. `all`: every occurrence takes the row of the month's count. */
    applies: Type.Union([Type.Literal('each'), Type.Literal('all')]),
    rows: Type.Array(
      Type.Object(
        {
          from: Type.Integer({ minimum: 1 }),
          to: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
          points: Points,
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 32 },
    ),
  },
  { additionalProperties: false },
);
export type CountThreshold = Static<typeof CountThreshold>;

/** Raises the month's points to at least `points` when it happens. */
export const MonthlyTrigger = Type.Object(
  {
    when: Type.Union([Type.Literal('absent-days'), Type.Literal('consecutive-absent-days')]),
    atLeast: Type.Integer({ minimum: 1 }),
    points: Points,
  },
  { additionalProperties: false },
);
export type MonthlyTrigger = Static<typeof MonthlyTrigger>;

/**
 * How a regency turns attendance into deductions. Every number differs between regions, so all of it is data:
 * a regency edits this document, proves it by worked examples, and gives it a version with dates.
 *
 * Points are percent points of the deductible part of the TPP (`baseShare` × TPP).
 */
export const RuleProfile = Type.Object(
  {
    source: Type.Optional(Type.String()),
    /** Part of the TPP from which is deducted: 0.4 where discipline is 40 % of it, 1 where the whole is meant. */
    baseShare: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
    /** The month's points never exceed this. */
    capPoints: Points,
    /** Minutes late (TL) and early (PSW), seamless from 1. */
    late: Type.Array(Band, { minItems: 1, maxItems: 32 }),
    early: Type.Array(Band, { minItems: 1, maxItems: 32 }),
    /** One of the two scans of a day is missing. */
    missingIn: MissingScan,
    missingOut: MissingScan,
    /** Nothing at all on a working day, and nothing approved. */
    absentPoints: Points,
    /** The morning assembly (apel) was held, required and missed. */
    apelAbsentPoints: Points,
    /** Approved absences that cost something; a type not named costs nothing. */
    absencePoints: Type.Optional(Type.Partial(Type.Record(Type.Enum([...ABSENCE_TYPES]), Points))),
    /** `floor` (the default): 59 seconds are no minute. `ceil`: one second is one. */
    secondsPolicy: Type.Optional(Type.Union([Type.Literal('floor'), Type.Literal('ceil')])),
    /** Which scan counts when several lie in a window. The first in and the last out unless said otherwise. */
    inScan: Type.Optional(Type.Union([Type.Literal('first'), Type.Literal('last')])),
    outScan: Type.Optional(Type.Union([Type.Literal('first'), Type.Literal('last')])),
    /** True where a code counts once a day even if arrival, assembly and departure all carry it. */
    codeOncePerDay: Type.Optional(Type.Boolean()),
    countThresholds: Type.Optional(Type.Array(CountThreshold, { maxItems: 32 })),
    monthlyTriggers: Type.Optional(Type.Array(MonthlyTrigger, { maxItems: 8 })),
    /** Month → last day that counts, where the treasury closes early: `{ "12": 15 }`. Later days go to the next payment. */
    cutOffDay: Type.Optional(
      Type.Record(Type.String({ pattern: '^([1-9]|1[0-2])$' }), Type.Integer({ minimum: 1, maximum: 31 })),
    ),
    note: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type RuleProfile = Static<typeof RuleProfile>;
