import Type, { type Static } from 'typebox';
import { METHODS } from '../../vocabulary/method.js';
import { ABSENCE_TYPES } from '../day/absence.js';
import type { DayInput, ReadyNeighbour } from '../day/day-input.js';
import { decideDay } from '../day/decide-day.js';
import type { AbsenceRequest, ManualEntry, Scan } from '../day/evidence.js';
import { explain } from '../day/trace.js';
import { datesBetween } from '../leave/working-days.js';
import { monthDeduction, monthOf } from '../month/month.js';
import { MethodPolicy } from '../rules/method-policy.js';
import type { RuleBook } from '../rules/rule-book.js';
import { caseKind } from './case-kind.js';
import { DateText, dateOf, Name, WallText, wallOf } from './case-values.js';

const State = Type.Enum(['pending', 'approved', 'rejected']);
const strict = { additionalProperties: false } as const;

/** Evidence that a day or a month may be given; also what a person's file looks like to a reader. */
const evidence = {
  profile: Name,
  scans: Type.Array(
    Type.Object(
      {
        at: WallText,
        device: Name,
        methods: Type.Optional(Type.Array(Type.Enum([...METHODS]))),
        nearBeacon: Type.Optional(Type.Boolean()),
        verdict: Type.Optional(Type.Enum(['accepted', 'review', 'rejected'])),
      },
      strict,
    ),
  ),
  /** Devices of other units than the person's. */
  otherUnitDevices: Type.Optional(Type.Array(Name)),
  requests: Type.Optional(
    Type.Array(
      Type.Object({ type: Type.Enum([...ABSENCE_TYPES]), from: WallText, to: WallText, state: State }, strict),
    ),
  ),
  manual: Type.Optional(
    Type.Array(
      Type.Object(
        { session: Type.Enum(['in', 'out', 'apel']), at: WallText, state: State, reason: Type.String() },
        strict,
      ),
    ),
  ),
  methodPolicy: Type.Optional(MethodPolicy),
  unreadDevices: Type.Optional(Type.Array(Name)),
};
const Neighbour = Type.Object({ date: DateText, schedule: Name }, strict);
const Evidence = Type.Object(evidence);

const GivenDay = Type.Object(
  {
    ...evidence,
    date: DateText,
    /** Null: off by roster. */
    schedule: Type.Union([Name, Type.Null()]),
    calendar: Type.Optional(Name),
    apel: Type.Optional(
      Type.Object(
        {
          held: Type.Boolean(),
          required: Type.Boolean(),
          present: Type.Union([Type.Boolean(), Type.Null()]),
          excused: Type.Boolean(),
        },
        strict,
      ),
    ),
    before: Type.Optional(Neighbour),
    after: Type.Optional(Neighbour),
  },
  strict,
);

/** One person's day: `status`, `in`, `out`, minutes, `codes`, `points`, `flags`, and `why` in Indonesian. */
export const dayCase = caseKind(GivenDay, (given, rules) => {
  const schedule = given.schedule === null ? null : rules.schedule(given.schedule);
  const calendar = schedule === null ? rules.calendar(given.calendar ?? '') : rules.calendarOf(schedule);
  const { trace, charges, ...result } = decideDay({
    ...evidenceOf(given, rules),
    date: dateOf(given.date),
    schedule,
    calendar,
    apel: given.apel ?? null,
    before: neighbourOf(given.before, rules),
    after: neighbourOf(given.after, rules),
  });
  return { ...result, codes: charges.map(({ code }) => code), why: explain(trace, 'id').split('\n') };
});

const GivenRecap = Type.Object(
  { ...evidence, schedule: Name, from: DateText, to: DateText, tppRupiah: Type.Optional(Type.Integer({ minimum: 0 })) },
  strict,
);

/** A period computed day by day from the evidence: `byStatus`, `byCode`, `points`, and `deductionRupiah` with a TPP. */
export const recapCase = caseKind(GivenRecap, (given, rules) => {
  const schedule = rules.schedule(given.schedule);
  const shared = { ...evidenceOf(given, rules), schedule, calendar: rules.calendarOf(schedule) };
  const days = datesBetween(dateOf(given.from), dateOf(given.to)).map((date) => decideDay({ ...shared, date }));
  const month = monthOf(days, shared.profile);
  if (given.tppRupiah === undefined) return month;
  return { ...month, deductionRupiah: monthDeduction(month, given.tppRupiah, shared.profile) };
});

type SharedInput = Pick<DayInput, 'profile' | 'scans' | 'requests' | 'manual' | 'methodPolicy' | 'unreadDevices'>;

function evidenceOf(given: Static<typeof Evidence>, rules: RuleBook): SharedInput {
  const others = new Set(given.otherUnitDevices);
  return {
    profile: rules.profile(given.profile),
    scans: given.scans.map(
      ({ device, at, ...scan }): Scan => ({ ...scan, at: wallOf(at), deviceId: device, otherUnit: others.has(device) }),
    ),
    requests: (given.requests ?? []).map(
      (request): AbsenceRequest => ({ ...request, from: wallOf(request.from), to: wallOf(request.to) }),
    ),
    manual: (given.manual ?? []).map((entry): ManualEntry => ({ ...entry, at: wallOf(entry.at) })),
    methodPolicy: given.methodPolicy ?? null,
    unreadDevices: given.unreadDevices ?? [],
  };
}

function neighbourOf(given: Static<typeof Neighbour> | undefined, rules: RuleBook): ReadyNeighbour | null {
  return given === undefined ? null : { date: dateOf(given.date), schedule: rules.schedule(given.schedule) };
}
