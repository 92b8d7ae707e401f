import { legacyGivens } from './legacy-givens.js';
import { isRecord, type Plain, renamed } from './rename.js';

/**
 * Worked examples were first written in a snake_case spelling, and regencies' files may still be. It is turned into the
 * spelling of this product, piece by piece, so that a file may hold both. What is not recognised is left as it is, and
 * then refused or compared like everything else: nothing is dropped in silence.
 */
export function readLegacyFile(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const { calendars, schedules, profiles, pp94, discipline = pp94, cases, ...rest } = json;
  return {
    ...rest,
    calendars: each(calendars, calendarOf),
    schedules: each(schedules, scheduleOf),
    profiles: each(profiles, profileOf),
    ...(discipline === undefined ? {} : { discipline: disciplineOf(discipline) }),
    cases: Array.isArray(cases) ? cases.map(caseOf) : cases,
  };
}

function each(documents: unknown, convert: (document: Plain) => unknown): unknown {
  if (!isRecord(documents)) return documents ?? {};
  return Object.fromEntries(
    Object.entries(documents).map(([id, document]) => [id, isRecord(document) ? convert(document) : document]),
  );
}

function calendarOf(calendar: Plain): Plain {
  const { ramadan, ...rest } = renamed(calendar, { cuti_bersama: 'jointLeave', ramadan_note: 'note' });
  const isPair = Array.isArray(ramadan) && ramadan.length === 2 && ramadan.every((day) => typeof day === 'string');
  return { ...rest, ramadan: isPair ? [{ from: ramadan[0], to: ramadan[1] }] : (ramadan ?? []) };
}

function scheduleOf(schedule: Plain): Plain {
  const { shift, flex, days, ramadanDays, ...rest } = renamed(schedule, { tz: 'zone', ramadan_days: 'ramadanDays' });
  return {
    ...rest,
    ...(shift === undefined ? {} : { kind: shift === true ? 'shift' : 'office' }),
    ...(isRecord(flex) ? { flex: renamed(flex, { tolerance_min: 'toleranceMinutes', add_min: 'addMinutes' }) } : {}),
    days: each(days, hoursOf),
    ...(ramadanDays === undefined ? {} : { ramadanDays: each(ramadanDays, hoursOf) }),
  };
}

function hoursOf(hours: Plain): Plain {
  return renamed(hours, { break_min: 'breakMinutes', in_window: 'inWindow', out_window: 'outWindow' });
}

function profileOf(profile: Plain): Plain {
  const names = {
    base_share: 'baseShare',
    cap_pct: 'capPoints',
    tl: 'late',
    psw: 'early',
    missing_in: 'missingIn',
    missing_out: 'missingOut',
    absent_pct: 'absentPoints',
    apel_absent_pct: 'apelAbsentPoints',
  };
  const { late, early, missingIn, missingOut, ...rest } = renamed(profile, names);
  return {
    ...rest,
    late: rowsOf(late, ['from', 'to', 'points', 'code']),
    early: rowsOf(early, ['from', 'to', 'points', 'code']),
    missingIn: rowOf(missingIn, ['points', 'code']),
    missingOut: rowOf(missingOut, ['points', 'code']),
  };
}

function disciplineOf(discipline: unknown): unknown {
  if (!isRecord(discipline)) return discipline;
  const { ladder, ...rest } = renamed(discipline, {
    minutes_per_day: 'minutesPerDay',
    consecutive_limit: 'consecutiveLimit',
  });
  return { ...rest, ladder: rowsOf(ladder, ['from', 'to', 'sanction']) };
}

function rowsOf(rows: unknown, names: readonly string[]): unknown {
  return Array.isArray(rows) ? rows.map((row) => rowOf(row, names)) : rows;
}

function rowOf(row: unknown, names: readonly string[]): unknown {
  return Array.isArray(row) ? Object.fromEntries(names.map((name, i) => [name, row[i]])) : row;
}

function caseOf(one: unknown): unknown {
  if (!isRecord(one) || !isRecord(one.given) || 'kind' in one.given) return one;
  return { ...one, given: legacyGivens(String(one.category ?? ''), one.given), expect: expectOf(one) };
}

const EXPECT_NAMES = {
  late_min: 'lateMinutes',
  early_min: 'earlyMinutes',
  deduct_pct: 'points',
  pct: 'points',
  rupiah: 'deductionRupiah',
  last_day: 'lastDay',
  longest_run: 'longestRun',
  salary_stop_from: 'salaryStopFrom',
  by_year: 'byYear',
  birth: 'birthDate',
  seq: 'sequence',
  normalized: 'number',
  day_state: 'dayState',
  nip: 'person',
} as const;

/** Words of the older spelling, by the member that holds them. */
const EXPECT_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { L: 'male', P: 'female' },
  reason: { SEQ: 'SEQUENCE' },
};

function expectOf(one: Plain): unknown {
  if (!isRecord(one.expect)) return one.expect;
  const expect = renamed(one.expect, { ...EXPECT_NAMES, ...(one.category === 'N' ? { kind: 'employment' } : {}) });
  return Object.fromEntries(
    Object.entries(expect).map(([name, value]) => [
      name,
      typeof value === 'string' ? (EXPECT_WORDS[name]?.[value] ?? value) : value,
    ]),
  );
}
