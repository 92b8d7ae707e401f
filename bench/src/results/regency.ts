import type { BenchHub } from '../hub/start-hub.js';
import type { Month } from './month.js';

/** A made-up regency whose scans follow a pattern, so that what they must come to can be told without computing days. */
export interface Regency {
  readonly people: number;
  readonly units: number;
  readonly scans: number;
  readonly expected: Expected;
}

export interface Expected {
  readonly present: number;
  readonly absent: number;
  readonly lateMinutes: number;
}

const PEOPLE_PER_UNIT = 100;
/** Of 50 person-days one is absent, of 10 one comes 45 minutes late. */
const ABSENT_EVERY = 50;
const LATE_EVERY = 10;
const LATE_MINUTES = 45;

/** Writes people, units, devices and scans straight into the tables: how they get there is not what is measured. */
export async function storeRegency({ database }: BenchHub, people: number, month: Month): Promise<Regency> {
  const units = Math.ceil(people / PEOPLE_PER_UNIT);
  await database.query(
    `insert into organisation_unit (id, code, name, kind) values (md5('unit 0')::uuid, 'KAB', 'Kabupaten', 'regency')`,
  );
  await database.query(
    `insert into organisation_unit (id, parent_id, code, name, kind)
     select md5('unit ' || n)::uuid, md5('unit 0')::uuid, 'U' || n, 'Unit ' || n, 'dinas' from generate_series(1, $1::int) n`,
    [units],
  );
  await database.query(
    `insert into device (id, plugin_id, name, zone, config_sealed, enabled)
     select md5('device ' || n)::uuid, 'bench', 'Device ' || n, 'Asia/Makassar', '\\x00', false from generate_series(1, $1::int) n`,
    [units],
  );
  await database.query(
    `insert into device_read (device_id, read_at) select id, now() from device where plugin_id = 'bench'`,
  );
  await database.query(
    `insert into person (id, name, unit_id)
     select md5('person ' || n)::uuid, 'Person ' || n, md5('unit ' || (1 + (n - 1) / $2))::uuid from generate_series(1, $1::int) n`,
    [people, PEOPLE_PER_UNIT],
  );
  await database.query(
    `insert into placement (id, person_id, unit_id, employment, rank, tpp_class, valid_from, created_by)
     select gen_random_uuid(), id, unit_id, 'pns', 'III/a', '7', $1::date - 365, 'bench' from person`,
    [month.first],
  );
  await database.query(
    `insert into identity_mapping (id, device_id, device_user_id, person_id, created_by)
     select gen_random_uuid(), md5('device ' || (1 + (n - 1) / $2))::uuid, n::text, md5('person ' || n)::uuid, 'bench'
     from generate_series(1, $1::int) n`,
    [people, PEOPLE_PER_UNIT],
  );
  const { rowCount } = await database.query(
    `insert into attendance_event (id, position, device_id, device_user_id, person_id, occurred_at, wall, zone, received_at,
       methods, direction, assurance, verdict, flags, transport, journal_seq)
     select gen_random_uuid(), nextval('feed_position'), md5('device ' || (1 + (n - 1) / $2))::uuid, n::text,
       md5('person ' || n)::uuid, s.wall at time zone 'Asia/Makassar', to_char(s.wall, 'YYYY-MM-DD"T"HH24:MI:SS'),
       'Asia/Makassar', now(), '{face}', 'unknown', 'biometric', 'accepted', '{}', 'zk-tcp', 1
     from unnest($3::date[]) with ordinality as d (day, k)
     cross join generate_series(1, $1::int) n
     cross join lateral (values
       (d.day + time '07:05' + (n % 20) * interval '1 minute'
         + case when (n + d.k) % ${LATE_EVERY} = 0 then (25 - n % 20 + ${LATE_MINUTES}) * interval '1 minute' else interval '0' end),
       (d.day + time '16:35' + (n % 30) * interval '1 minute')) as s (wall)
     where (n + d.k) % ${ABSENT_EVERY} <> 1
     order by d.day, s.wall, n`,
    [people, PEOPLE_PER_UNIT, month.workingDays],
  );
  await database.query('analyze');
  return { people, units, scans: rowCount ?? 0, expected: expectedOf(people, month.workingDays.length) };
}

function expectedOf(people: number, days: number): Expected {
  let absent = 0;
  let late = 0;
  for (let n = 1; n <= people; n += 1) {
    for (let k = 1; k <= days; k += 1) {
      if ((n + k) % ABSENT_EVERY === 1) absent += 1;
      else if ((n + k) % LATE_EVERY === 0) late += 1;
    }
  }
  return { present: people * days - absent, absent, lateMinutes: late * LATE_MINUTES };
}
