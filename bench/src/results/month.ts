/** The calendar month before this one, with its Mondays to Fridays. */
export interface Month {
  /** `YYYY-MM` */
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly workingDays: readonly string[];
}

export function monthBefore(now: Date): Month {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  const days = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)).getUTCDate();
  const name = first.toISOString().slice(0, 7);
  const all = Array.from({ length: days }, (_, index) => `${name}-${String(index + 1).padStart(2, '0')}`);
  const isWorking = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  return { name, first: `${name}-01`, last: `${name}-${days}`, days, workingDays: all.filter(isWorking) };
}
