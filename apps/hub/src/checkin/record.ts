import type { PunchReading } from '@hadir/core';
import { inPipelinedTransaction, uuidArray } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { CHECKIN_PLUGIN } from './sites.js';
import { rowsOf } from './sql.js';

/** A decision that counts. */
export interface Counting {
  readonly id: string;
  readonly at: Date;
  readonly personId: string;
  readonly direction: 'in' | 'out';
  readonly deviceId: string;
  readonly reviewed: boolean;
}

const STATE = { in: 0, out: 1 } as const;
const OPEN_MOST = 1000;
const SELECT = `select d.id, d.at, d.person_id as "personId", d.direction, s.device_id as "deviceId",
    d.review is not null as reviewed
  from checkin_decision d join checkin_site s on s.id = d.site_id
  where d.recorded_at is null and (d.decision = 'accept' or d.review = 'approved')`;

/** Hands one decision over, if it counts and was not handed over yet. */
export async function recordDecision(context: CheckinContext, id: string): Promise<void> {
  await recordAll(context, await rowsOf<Counting>(context.database.pool, `${SELECT} and d.id = $1`, [id]));
}

/** What a stop or a crash left open. @returns how many */
export async function recordOpen(context: CheckinContext): Promise<number> {
  const open = await rowsOf<Counting>(context.database.pool, `${SELECT} order by d.at limit $1`, [OPEN_MOST]);
  await recordAll(context, open);
  return open.length;
}

/**
 * Hands decisions that count to the journal, like the readings of any device, a batch for each site. The keys are the
 * decisions' own, so they may be handed over any number of times: after a crash between decision and journal,
 * `recordOpen` does it. For the same reason the mark on them need not wait for the disk.
 */
export async function recordAll(context: CheckinContext, decisions: readonly Counting[]): Promise<void> {
  if (decisions.length === 0) return;
  const bySite = new Map<string, Counting[]>();
  for (const one of decisions) bySite.set(one.deviceId, [...(bySite.get(one.deviceId) ?? []), one]);
  await Promise.all(
    [...bySite].map(([deviceId, ofSite]) =>
      context.readings.append({ pluginId: CHECKIN_PLUGIN, deviceId, readings: ofSite.map(readingOf) }),
    ),
  );
  await inPipelinedTransaction(context.database.pool, async (client) => ({
    last: Promise.all([
      client.query('set local synchronous_commit to off'),
      client.query('update checkin_decision set recorded_at = $2 where id = any($1::uuid[])', [
        uuidArray(decisions.map(({ id }) => id)),
        new Date(context.clock.now()),
      ]),
    ]),
  }));
}

function readingOf({ id, at, personId, direction, reviewed }: Counting): PunchReading {
  return {
    kind: 'punch',
    key: `checkin|${id}`,
    time: { form: 'instant', epochMs: at.getTime() },
    transport: 'checkin',
    raw: { encoding: 'utf8', data: id },
    deviceUserId: personId,
    verify: { table: 'hadir.checkin-verify', code: 1 },
    state: { table: 'hadir.checkin-state', code: STATE[direction] },
    live: !reviewed,
  };
}
