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

/** Whether other phones sent the same strengths within the last minutes. Lists are long in a rush, so not joined. */
export function hasTwin(lists: readonly (readonly Walk[])[], one: Walk): boolean {
  const since = one.atMs - TOGETHER_MS;
  const equals = new Set<string>();
  for (const walks of lists) {
    for (const { phoneId, atMs, rssiDbm } of walks) {
      if (phoneId === one.phoneId || atMs < since) continue;
      if (isSameWalk(one.rssiDbm, rssiDbm)) return true;
      if (rssiDbm[0] === one.rssiDbm[0] && isEqualWalk(one.rssiDbm, rssiDbm)) equals.add(phoneId);
    }
  }
  return equals.size > 1;
}

export function withWalks(before: RecentWalks, walks: readonly Walk[], upTo: number, nowMs: number): RecentWalks {
  const recent = [...before.walks, ...walks].filter(({ atMs }) => atMs >= nowMs - TOGETHER_MS);
  return { upTo, walks: recent };
}
