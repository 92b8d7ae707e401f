import Type from 'typebox';

/**
 * A time of a working day, counted from midnight of the day on which the work starts: `HH:MM:SS`. Hours from 24 on lie in
 * the next day, so that a night shift ends at `31:30:00` and stays one day's work.
 */
export const DayTime = Type.String({ pattern: '^([0-3][0-9]|4[0-7]):[0-5][0-9]:[0-5][0-9]$' });

export function dayTimeToSeconds(text: string): number {
  return Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8));
}

export function secondsToDayTime(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
