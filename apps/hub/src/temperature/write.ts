import { instantToText, type TemperatureMeasurement } from '@hadir/core';
import type { PoolClient } from 'pg';

export interface PlacedTemperature {
  readonly temperature: TemperatureMeasurement;
  readonly journalSeq: number;
  readonly keyDay: string;
}

/** Inserts what is new; a measurement that is there already stays as it is. Its station's visits are due then. */
export async function insertTemperatures(client: PoolClient, placed: readonly PlacedTemperature[]): Promise<void> {
  if (placed.length === 0) return;
  await client.query(
    `with added as (
       insert into temperature_reading (id, key_day, device_id, event_id, measured_at, received_at, journal_seq, measurement)
       select * from unnest($1::uuid[], $2::date[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[],
         $7::int8[], $8::jsonb[])
       on conflict (id) do nothing returning device_id, measured_at)
     insert into visit_due (station_id, at, due_at)
     select distinct d.station_id, date_trunc('minute', a.measured_at), '-infinity'::timestamptz
     from added a join device d on d.id = a.device_id where d.station_id is not null`,
    [
      placed.map((one) => one.temperature.id),
      placed.map((one) => one.keyDay),
      placed.map((one) => one.temperature.deviceId),
      placed.map((one) => one.temperature.eventId),
      placed.map((one) => instantToText(one.temperature.measuredAt)),
      placed.map((one) => instantToText(one.temperature.receivedAt)),
      placed.map((one) => one.journalSeq),
      placed.map((one) => JSON.stringify(one.temperature)),
    ],
  );
}
