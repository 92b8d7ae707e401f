import { setTimeout as pause } from 'node:timers/promises';
import type { CheckinReason } from '@hadir/sdk/checkin';
import type { CheckinContext } from './context.js';
import type { Site } from './sites.js';
import { rowsOf } from './sql.js';

export interface WitnessVerdict {
  readonly reasons: readonly CheckinReason[];
  /** Strongest hearing of the phone by a gateway of the office; null when none heard it. */
  readonly facts: { readonly gatewayId: string; readonly medianDbm: number } | null;
}

/** A gateway's word is a second or two behind: it gathers frames, and the network takes its time. */
const WAIT_MS = 3_000;
const LOOK_EVERY_MS = 250;

/**
 * Whether a gateway of the office heard the phone advertise the token of this very check-in. Evidence passed on by chat
 * thus becomes a relay by radio in real time, which remains possible.
 */
export async function judgeWitness(context: CheckinContext, site: Site, token: string | null): Promise<WitnessVerdict> {
  if (site.witness === 'off') return { reasons: [], facts: null };
  const absent: CheckinReason = site.witness === 'required' ? 'WITNESS_REQUIRED' : 'WITNESS_ABSENT';
  if (token === null || site.gatewayIds.length === 0) return { reasons: [absent], facts: null };
  const facts = await heardBy(context, site.gatewayIds, token);
  if (facts === null) return { reasons: [absent], facts };
  return { reasons: facts.medianDbm < site.witnessDbm ? ['WITNESS_WEAK'] : [], facts };
}

async function heardBy(
  { database }: CheckinContext,
  gatewayIds: readonly string[],
  token: string,
): Promise<WitnessVerdict['facts']> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const [best] = await rowsOf<{ readonly gatewayId: string; readonly medianDbm: number }>(
      database.pool,
      `select device_id as "gatewayId", (body::json->>'medianDbm')::float8 as "medianDbm" from journal
       where device_id = any($1::uuid[]) and reading_key = $2 and kind = 'proximity' order by 2 desc nulls last limit 1`,
      [gatewayIds, `w|${token}`],
    );
    if (best) return best;
    if (performance.now() >= until) return null;
    await pause(LOOK_EVERY_MS);
  }
}
