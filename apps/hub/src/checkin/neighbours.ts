import type { CheckinReason } from '@hadir/sdk/checkin';
import type { CheckinContext } from './context.js';
import { rowsOf } from './sql.js';

/** Judges what else a phone heard beside the beacon. */
export type JudgeNeighbours = (
  siteId: string,
  heard: readonly string[],
  atMs: number,
) => Promise<readonly CheckinReason[]>;

/** What was heard beside the beacon by so many phones, in check-ins that were accepted, belongs to the office. */
const LEARNED_FROM_PHONES = 3;
const LEARNED_OVER_MS = 14 * 24 * 3600_000;
/** Fewer stations than this may well be switched off together. */
const MIN_KNOWN = 3;
const REMEMBER_MS = 10 * 60_000;

/**
 * A beacon that was taken home is heard as well as before, but not beside the office's other radios. Apps that say
 * what else they hear (names of their choice for access points and the like, the same each time) make that visible.
 */
export function createNeighbours({ database }: CheckinContext): JudgeNeighbours {
  const remembered = new Map<string, { readonly known: ReadonlySet<string>; readonly untilMs: number }>();
  return async (siteId, heard, atMs) => {
    if (heard.length === 0) return [];
    const kept = remembered.get(siteId);
    const known = kept && kept.untilMs > atMs ? kept.known : await learn(siteId, atMs);
    if (known.size < MIN_KNOWN) return [];
    if (kept?.known !== known) remembered.set(siteId, { known, untilMs: atMs + REMEMBER_MS });
    return heard.some((one) => known.has(one)) ? [] : ['NEIGHBOURS_CHANGED'];
  };

  async function learn(siteId: string, atMs: number): Promise<ReadonlySet<string>> {
    const rows = await rowsOf<{ readonly name: string }>(
      database.pool,
      `select n.name from checkin_decision d, jsonb_array_elements_text(d.facts->'neighbours') as n (name)
       where d.site_id = $1 and d.at > $2 and d.decision = 'accept' and jsonb_typeof(d.facts->'neighbours') = 'array'
       group by n.name having count(distinct d.phone_id) >= $3`,
      [siteId, new Date(atMs - LEARNED_OVER_MS), LEARNED_FROM_PHONES],
    );
    return new Set(rows.map(({ name }) => name));
  }
}
