import { instant, type TemperatureMeasurement } from '@hadir/core';
import type { Database } from '../store/index.js';

export interface TemperatureQuery {
  readonly before?: readonly [measuredAtMs: number, id: string];
  readonly deviceId?: string;
  readonly limit: number;
}

/** Newest first; one row more than `limit` when there are more. */
export async function listTemperatures(
  database: Database,
  { before, deviceId, limit }: TemperatureQuery,
): Promise<readonly TemperatureMeasurement[]> {
  const rows = await database.kysely
    .selectFrom('temperature_reading')
    .select('measurement')
    .$if(deviceId !== undefined, (q) => q.where('device_id', '=', deviceId ?? ''))
    .$if(before !== undefined, (q) =>
      q.where((e) => {
        const [ms, id] = before ?? [0, ''];
        const at = new Date(ms);
        return e.or([e('measured_at', '<', at), e.and([e('measured_at', '=', at), e('id', '<', id)])]);
      }),
    )
    .orderBy('measured_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return rows.map(({ measurement }) => ({ ...measurement, measuredAt: instant(measurement.measuredAt) }));
}
