import type { Words } from '../words/index.js';

/** Clock times as people of the language write them; in the zone of the hub when it is known. */
export function clockTime(words: Words, at: string | number, zone?: string): string {
  return new Intl.DateTimeFormat(words.locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(new Date(at));
}

export function longDate(words: Words, at: number): string {
  return new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** `2026-11-23T07:31:00` → `07.31`; a wall time has no zone to be converted. */
export const wallTime = (words: Words, wall: string): string =>
  wall.slice(11, 16).replace(':', words.locale === 'id-ID' ? '.' : ':');
