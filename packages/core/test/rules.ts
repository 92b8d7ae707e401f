import { readFileSync } from 'node:fs';
import {
  type CivilDate,
  type DayInput,
  decideDay,
  type RuleBook,
  type RuleProfile,
  readCaseFile,
  readyProfile,
  ruleBook,
  type Scan,
  type WallTime,
} from '@hadir/core';

const file = readCaseFile(JSON.parse(readFileSync(new URL('vectors/attendance-cases.json', import.meta.url), 'utf8')));

/** The rules of the worked examples. */
export const rules: RuleBook = ruleBook(file);

export const date = (text: string) => text as CivilDate;
export const wall = (text: string) => text as WallTime;

/** Profile A4 with changes. */
export function profileWith(change: Partial<RuleProfile>) {
  return readyProfile('A4', { ...(file.profiles.A4 as RuleProfile), ...change });
}

export function scan(at: string, change: Partial<Scan> = {}): Scan {
  return { at: wall(at), deviceId: 'x100c-1', methods: ['fingerprint'], ...change };
}

/** Wednesday 15 July 2026 in a five-day office with profile A4, unless said otherwise. Scans are times of that day. */
export function day(scans: readonly (string | Scan)[], change: Partial<DayInput> = {}): DayInput {
  const on = change.date ?? date('2026-07-15');
  const schedule = rules.schedule('REG5-WITA');
  return {
    date: on,
    schedule,
    calendar: rules.calendar('ID-2026'),
    profile: rules.profile('A4'),
    scans: scans.map((one) => (typeof one === 'string' ? scan(`${on}T${one}`) : one)),
    ...change,
  };
}

export function decided(scans: readonly (string | Scan)[], change: Partial<DayInput> = {}) {
  return decideDay(day(scans, change));
}
