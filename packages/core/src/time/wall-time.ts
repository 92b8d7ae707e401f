import type { Brand } from '../brand.js';
import { coreError } from '../error/core-errors.js';

/** What a clock on a wall shows: `YYYY-MM-DDTHH:MM:SS`, no zone. Two devices may mean different instants by it. */
export type WallTime = Brand<string, 'WallTime'>;

/** A day in somebody's calendar: `YYYY-MM-DD`, no zone. */
export type CivilDate = Brand<string, 'CivilDate'>;

export interface WallFields {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  /** 1–31 */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const WALL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

export function isValidWall(f: WallFields): boolean {
  return (
    f.year >= 1 &&
    f.year <= 9999 &&
    f.month >= 1 &&
    f.month <= 12 &&
    f.day >= 1 &&
    f.day <= daysInMonth(f.year, f.month) &&
    f.hour >= 0 &&
    f.hour <= 23 &&
    f.minute >= 0 &&
    f.minute <= 59 &&
    f.second >= 0 &&
    f.second <= 59
  );
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** @returns the text form, or null when the fields name a moment that no calendar has (31 February). */
export function wallFromFields(f: WallFields): WallTime | null {
  if (!isValidWall(f)) return null;
  return `${String(f.year).padStart(4, '0')}-${two(f.month)}-${two(f.day)}T${two(f.hour)}:${two(f.minute)}:${two(f.second)}` as WallTime;
}

const pair = (text: string, at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;

/** Reads `YYYY-MM-DD HH:MM:SS` or with `T`; null when it is not a moment that exists. */
export function tryParseWall(text: string): WallTime | null {
  if (!WALL.test(text)) return null;
  const exists =
    pair(text, 11) <= 23 &&
    pair(text, 14) <= 59 &&
    pair(text, 17) <= 59 &&
    pair(text, 0) + pair(text, 2) > 0 &&
    pair(text, 8) >= 1 &&
    pair(text, 8) <= daysInMonth(pair(text, 0) * 100 + pair(text, 2), pair(text, 5));
  if (!exists) return null;
  return (text.charCodeAt(10) === 84 /* T */ ? text : text.replace(' ', 'T')) as WallTime;
}

/** @throws TIME_WALL_INVALID */
export function parseWall(text: string): WallTime {
  const wall = tryParseWall(text);
  if (wall === null) throw coreError('TIME_WALL_INVALID', { text });
  return wall;
}

export function wallToFields(wall: WallTime): WallFields {
  return {
    year: Number(wall.slice(0, 4)),
    month: Number(wall.slice(5, 7)),
    day: Number(wall.slice(8, 10)),
    hour: Number(wall.slice(11, 13)),
    minute: Number(wall.slice(14, 16)),
    second: Number(wall.slice(17, 19)),
  };
}

export function wallDate(wall: WallTime): CivilDate {
  return wall.slice(0, 10) as CivilDate;
}
