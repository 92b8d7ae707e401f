import { randomUUID } from 'node:crypto';
import type { DeviceUserReading } from '@hadir/core';
import { seal } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import type { FaceContext } from './context.js';
import { mapOne } from './mappings.js';
import { select } from './sql.js';

/** `device.plugin_id` of the row through which enrolments enter the journal; no plugin has this name. */
const DESK_PLUGIN = 'face-desk';
const DESK_NAME = 'Pendaftaran wajah';

interface Untold {
  readonly id: string;
  readonly what: 'enrolment' | 'erasure';
  readonly personId: string;
  readonly personKey: string;
  /** Good pictures of the enrolment; 0 when it is taken back. */
  readonly views: number;
}

const UNTOLD = `select e.id, 'enrolment' as what, e.person_id as "personId", s.person_key as "personKey", e.views,
    e.closed_at as at
  from face_enrolment e join face_subject s on s.person_id = e.person_id where e.status = 'active' and e.told_at is null
  union all select id, 'erasure', person_id, person_key, 0, asked_at from face_erasure
  where person_key is not null and told_at is null order by at limit 200`;

/**
 * Tells the journal of enrolments and erasures, as a terminal tells of its users: so they are on the chain, and campaigns
 * count them by the way that they count enrolments at terminals. Neither name nor number of the person is in it. May be called at
 * any time: what a crash left open is told later, and nothing counts twice.
 */
export async function tellJournal(context: FaceContext): Promise<void> {
  const untold = await select<Untold>(context.database.pool, UNTOLD);
  if (untold.length === 0) return;
  const deviceId = await deskDevice(context);
  for (const one of untold) {
    const now = context.clock.now();
    if (one.what === 'enrolment') await mapOne(context.database.pool, { ...one, deviceId });
    const reading: DeviceUserReading = {
      kind: 'device-user',
      key: `${one.what}|${one.id}`,
      time: { form: 'instant', epochMs: now },
      transport: 'face-desk',
      raw: { encoding: 'utf8', data: one.id },
      deviceUserId: one.personKey,
      enrolled: [{ method: 'face', count: one.views }],
    };
    await context.readings.append({ pluginId: DESK_PLUGIN, deviceId, readings: [reading] });
    await context.database.pool.query(`update face_${one.what} set told_at = $2 where id = $1`, [
      one.id,
      new Date(now),
    ]);
  }
}

async function deskDevice(context: FaceContext): Promise<string> {
  const find = () =>
    select<{ id: string }>(
      context.database.pool,
      'select id from device where plugin_id = $1 and removed_at is null limit 1',
      [DESK_PLUGIN],
    );
  const [known] = await find();
  if (known !== undefined) return known.id;
  await inTransaction(context.database.pool, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [DESK_PLUGIN]);
    const [made] = await select(client, 'select 1 from device where plugin_id = $1 and removed_at is null', [
      DESK_PLUGIN,
    ]);
    if (made !== undefined) return;
    const id = randomUUID();
    const sealed = seal(await context.keyring.fresh(), id, {});
    // Not enabled: there is nothing for a plugin to connect to, and nobody's day waits for it.
    await client.query(
      `insert into device (id, plugin_id, name, zone, config_sealed, enabled)
       select $1, $2, case when exists (select 1 from device where name = $3) then $3 || ' (hub)' else $3 end, $4, $5, false`,
      [id, DESK_PLUGIN, DESK_NAME, context.zone, sealed],
    );
  });
  const [made] = await find();
  if (made === undefined) throw new RangeError('the desk for faces was removed as it was made');
  return made.id;
}
