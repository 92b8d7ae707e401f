import { BUILTIN_CODE_TABLES, directionOf, type Method, methodsOf } from '@hadir/sdk';
import type { HikEvent } from './hik-event.js';

const EVENT_MAJOR = 5;
const VERIFY = 'hikvision.verify';

/** `attendanceStatus` in the numbers of the state table; null when no key was pressed. */
const STATES: Readonly<Record<string, number>> = {
  checkIn: 1,
  checkOut: 2,
  breakOut: 3,
  breakIn: 4,
  overtimeIn: 5,
  overtimeOut: 6,
};

/** Minor numbers of major 5 in which somebody was looked at and refused (HCNetSDK MINOR_…_FAIL, …_TIMEOUT). */
const REFUSALS = new Set([
  3, 4, 6, 7, 8, 9, 10, 39, 41, 42, 44, 45, 47, 48, 55, 56, 58, 59, 61, 62, 64, 65, 67, 68, 70, 71, 73, 74, 76, 78, 79,
  80, 102, 103, 112, 150, 151,
]);

/** - `ignored`: doors, refusals of nobody we know, machines. */
export type HikMeaning = 'punch' | 'operation' | 'refused' | 'ignored';

/**
 * What an event means. Somebody verified is a punch only when the terminal also says who; remote openings are operations,
 * whatever name stands beside them.
 */
export function hikMeaning({ major, minor, employeeNo }: HikEvent): HikMeaning {
  const operations = BUILTIN_CODE_TABLES['hikvision.operation']?.codes ?? {};
  if (Object.hasOwn(operations, hikOperationCode(major, minor))) return 'operation';
  if (major !== EVENT_MAJOR) return 'ignored';
  const passes = BUILTIN_CODE_TABLES[VERIFY]?.codes ?? {};
  if (Object.hasOwn(passes, minor)) return employeeNo === null ? 'ignored' : 'punch';
  return REFUSALS.has(minor) ? 'refused' : 'ignored';
}

export function hikOperationCode(major: number, minor: number): number {
  return major * 65_536 + minor;
}

export function hikStateCode({ attendanceStatus }: HikEvent): number | null {
  return attendanceStatus !== null && Object.hasOwn(STATES, attendanceStatus)
    ? (STATES[attendanceStatus] ?? null)
    : null;
}

export function hikMethods({ minor }: HikEvent): readonly Method[] {
  return methodsOf(BUILTIN_CODE_TABLES, { table: VERIFY, code: minor });
}

export function hikDirection(event: HikEvent) {
  const code = hikStateCode(event);
  return directionOf(BUILTIN_CODE_TABLES, code === null ? undefined : { table: 'hikvision.state', code });
}
