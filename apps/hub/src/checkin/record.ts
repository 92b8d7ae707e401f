import type { PunchReading } from '@hadir/core';
import type { CheckinContext } from './context.js';
import { CHECKIN_PLUGIN } from './sites.js';
import { rowsOf } from './sql.js';

interface Counting {
  readonly id: string;
  readonly at: Date;
  readonly personId: string;
  readonly direction: 'in' | 'out';
  readonly deviceId: string;
  readonly reviewed: boolean;
}

const STATE = { in: 0, out: 1 } as const;
const SELECT = `select d.id, d.at, d.person_id as "personId", d.direction, s.device_id as "deviceId",
    d.review is not null as reviewed
  from checkin_decision d join checkin_site s on s.id = d.site_id
  where d.recorded_at is null and (d.decision = 'accept' or d.review = 'approved')`;

/**
 * Hands a decision that counts to the journal, like the reading of any device. The key is the decision's own, so it may
 * be handed over any number of times: after a crash between decision and journal, `recordOpen` does it.
 */
export async function recordDecision(context: CheckinContext, id: string): Promise<void> {
  for (const one of await rowsOf<Counting>(context.database.pool, `${SELECT} and d.id = $1`, [id])) {
    await hand(context, one);
  }
}

/** What a stop or a crash left open. @returns how many */
export async function recordOpen(context: CheckinContext): Promise<number> {
  const open = await rowsOf<Counting>(context.database.pool, `${SELECT} order by d.at limit 1000`, []);
  for (const one of open) await hand(context, one);
  return open.length;
}

async function hand(context: CheckinContext, one: Counting): Promise<void> {
  const reading: PunchReading = {
    kind: 'punch',
    key: `checkin|${one.id}`,
    time: { form: 'instant', epochMs: one.at.getTime() },
    transport: 'checkin',
    raw: { encoding: 'utf8', data: one.id },
    deviceUserId: one.personId,
    verify: { table: 'hadir.checkin-verify', code: 1 },
    state: { table: 'hadir.checkin-state', code: STATE[one.direction] },
    live: !one.reviewed,
  };
  await context.readings.append({ pluginId: CHECKIN_PLUGIN, deviceId: one.deviceId, readings: [reading] });
  await context.database.pool.query('update checkin_decision set recorded_at = $2 where id = $1', [
    one.id,
    new Date(context.clock.now()),
  ]);
}
