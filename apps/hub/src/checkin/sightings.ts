import type { Reading } from '@hadir/core';
import { int8Array, textArray, uuidArray } from '../store/index.js';
import type { Runner } from './sql.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Writes into the list of beacons what gateways say of them: heard, how strongly, battery. A gateway's device names a
 * beacon of an office by the id that it has here.
 */
export async function noteSightings(runner: Runner, readings: readonly Reading[]): Promise<void> {
  const seen = readings.flatMap((one) => {
    if (one.kind !== 'proximity' || !one.present || !UUID.test(one.beaconId) || one.time.form !== 'instant') return [];
    const { beaconId, medianDbm, batteryMillivolts, time } = one;
    return [{ beaconId, medianDbm, batteryMillivolts, epochMs: time.epochMs }];
  });
  if (seen.length === 0) return;
  await runner.query(
    `update checkin_beacon b set
       last_heard_at = greatest(b.last_heard_at, to_timestamp(n.ms / 1000.0)),
       last_heard_dbm = coalesce(round(n.dbm::numeric), b.last_heard_dbm),
       battery_millivolts = coalesce(n.battery::int4, b.battery_millivolts),
       battery_at = case when n.battery is null then b.battery_at else to_timestamp(n.ms / 1000.0) end
     from unnest($1::uuid[], $2::int8[], $3::text[], $4::text[]) as n (id, ms, dbm, battery) where b.id = n.id`,
    [
      uuidArray(seen.map(({ beaconId }) => beaconId)),
      int8Array(seen.map(({ epochMs }) => epochMs)),
      textArray(seen.map(({ medianDbm }) => (medianDbm === null ? null : String(medianDbm)))),
      textArray(
        seen.map(({ batteryMillivolts }) => (batteryMillivolts === undefined ? null : String(batteryMillivolts))),
      ),
    ],
  );
}
