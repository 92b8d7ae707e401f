/** Decides days in memory, on one core; reports days a second. */
import {
  type DayInput,
  decideDay,
  readyCalendar,
  readyProfile,
  readySchedule,
  type Scan,
  type WallTime,
} from '@hadir/core';
import { report } from '../lib/process.js';
import { monthBefore } from './month.js';
import { benchRules } from './rules.js';

export interface DaysReport {
  readonly daysPerSecond: readonly number[];
  readonly points: number;
}

const [people = '1000', rounds = '3'] = process.argv.slice(2);
const month = monthBefore(new Date());
const document = (kind: string): unknown => benchRules(month).find((rule) => rule.kind === kind)?.document;
const calendar = readyCalendar('PLAIN', document('calendar'));
const schedule = readySchedule('FIVE', document('schedule'));
const profile = readyProfile('COMMON', document('profile'));

const inputs: DayInput[] = [];
for (let person = 0; person < Number(people); person += 1) {
  for (const day of month.workingDays) {
    const minute = (base: number): string => String(base + (person % 30)).padStart(2, '0');
    const walls = [`${day}T07:${minute(10)}:00`, `${day}T16:${minute(30)}:00`] as WallTime[];
    const scans = walls.map(
      (at, index): Scan => ({ eventId: `${person} ${day} ${index}`, at, deviceId: 'd', methods: ['face'] }),
    );
    inputs.push({ date: day as DayInput['date'], schedule, calendar, profile, scans });
  }
}

let points = 0;
const daysPerSecond: number[] = [];
// The first round warms up and is not counted.
for (let round = 0; round <= Number(rounds); round += 1) {
  const started = performance.now();
  points = 0;
  for (const input of inputs) points += decideDay(input).points ?? 0;
  if (round > 0) daysPerSecond.push(inputs.length / ((performance.now() - started) / 1000));
}
report({ daysPerSecond, points } satisfies DaysReport);
