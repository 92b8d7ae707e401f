import { isEqualWalk, isSameWalk } from './twins.js';

/** The strengths that one phone sent, and when. */
export interface Walk {
  readonly phoneId: string;
  readonly atMs: number;
  readonly rssiDbm: readonly number[];
}

/** Phones that check in together are compared over this time. */
export const TOGETHER_MS = 5 * 60_000;

/** Recent walks of one site up to a decision's number. */
export interface RecentWalks {
  readonly upTo: number;
  readonly walks: readonly Walk[];
}

/** Whether other phones sent the same strengths within the last minutes. */
export function hasTwin(walks: readonly Walk[], one: Walk): boolean {
  const others = walks.filter(({ phoneId, atMs }) => phoneId !== one.phoneId && atMs >= one.atMs - TOGETHER_MS);
  if (others.some(({ rssiDbm }) => isSameWalk(one.rssiDbm, rssiDbm))) return true;
  return (
    new Set(others.filter(({ rssiDbm }) => isEqualWalk(one.rssiDbm, rssiDbm)).map(({ phoneId }) => phoneId)).size > 1
  );
}

export function withWalks(before: RecentWalks, walks: readonly Walk[], upTo: number, nowMs: number): RecentWalks {
  const recent = [...before.walks, ...walks].filter(({ atMs }) => atMs >= nowMs - TOGETHER_MS);
  return { upTo, walks: recent };
}
