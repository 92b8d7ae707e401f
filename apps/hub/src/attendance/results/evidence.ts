import { type AttendanceEvent, addDays, type CivilDate } from '@hadir/core';
import type { PoolClient } from 'pg';
import { VERDICT_THAT_COUNTS } from '../../events/index.js';
import { type RequestRecord, requestsBetween } from '../requests/requests.js';
import type { RulesByDay } from '../rules/shelf.js';

export interface Ranged {
  readonly from: string;
  readonly to: string | null;
}

export interface EventFact {
  readonly id: string;
  readonly atMs: number;
  readonly deviceId: string;
  readonly methods: AttendanceEvent['methods'];
  readonly verdict: AttendanceEvent['verdict'];
  readonly zone: string;
  /** The phone proved to be near the office's beacon. */
  readonly nearBeacon: boolean;
}

export interface PersonFacts {
  readonly recordUnitId: string | null;
  readonly placements: readonly (Ranged & { readonly unitId: string })[];
  readonly assignments: readonly (Ranged & { readonly kind: 'schedule' | 'profile'; readonly name: string })[];
  /** By date; null is off. */
  readonly roster: ReadonlyMap<string, string | null>;
  /** In order of time. */
  readonly events: readonly EventFact[];
  readonly devices: readonly (Ranged & { readonly deviceId: string })[];
  readonly requests: readonly RequestRecord[];
  readonly presence: ReadonlyMap<string, { readonly present: boolean | null; readonly excused: boolean }>;
}

export interface DeviceFact {
  readonly unitId: string | null;
  /** False when it is switched off or removed: nothing is waited for. */
  readonly inService: boolean;
  readonly readAtMs: number;
}

/** Everything that may decide some days of some people, as it is in one transaction. */
export interface Evidence {
  readonly rules: RulesByDay;
  readonly people: ReadonlyMap<string, PersonFacts>;
  readonly parents: ReadonlyMap<string, string | null>;
  readonly devices: ReadonlyMap<string, DeviceFact>;
  /** `unit YYYY-MM-DD`. */
  readonly apel: ReadonlyMap<string, { readonly held: boolean; readonly required: boolean }>;
  readonly unitAssignments: readonly (Ranged & {
    readonly kind: 'schedule' | 'profile';
    readonly name: string;
    /** Null: everybody. */
    readonly unitId: string | null;
  })[];
  /** `unit YYYY-MM` of months that are locked at any level. */
  readonly lockedMonths: ReadonlySet<string>;
}

interface Draft {
  recordUnitId: string | null;
  readonly placements: { from: string; to: string | null; unitId: string }[];
  readonly assignments: { from: string; to: string | null; kind: 'schedule' | 'profile'; name: string }[];
  readonly roster: Map<string, string | null>;
  readonly events: EventFact[];
  readonly devices: { from: string; to: string | null; deviceId: string }[];
  readonly requests: RequestRecord[];
  readonly presence: Map<string, { present: boolean | null; excused: boolean }>;
}

interface EventRow {
  readonly id: string;
  readonly person: string;
  readonly ms: number;
  readonly device: string;
  readonly methods: AttendanceEvent['methods'];
  readonly verdict: AttendanceEvent['verdict'];
  readonly zone: string;
  readonly transport: string;
}

/**
 * A check-in reaches the journal only when it proved to be near a beacon of its office, or when an officer who saw its
 * evidence approved it. Phones that other systems report prove no such thing.
 */
const PROVES_NEARNESS = 'checkin';

/** Reads it, with one query a table whatever the number of people. */
export async function readEvidence(
  client: PoolClient,
  rules: RulesByDay,
  personIds: readonly string[],
  from: CivilDate,
  to: CivilDate,
): Promise<Evidence> {
  const people = new Map<string, Draft>();
  const ids = [...new Set(personIds)];
  const first = addDays(from, -1);
  const last = addDays(to, 2);
  const records = await client.query<{ id: string; unit_id: string | null }>(
    'select id, unit_id from person where id = any($1::uuid[])',
    [ids],
  );
  for (const { id, unit_id } of records.rows) people.set(id, { recordUnitId: unit_id, ...emptyDraft() });
  await readRows<{ person: string; unit: string; from: string; to: string | null }>(
    client,
    'select person_id as person, unit_id as unit, valid_from as from, valid_to as to from placement where person_id = any($1::uuid[])',
    [ids],
    (row) => people.get(row.person)?.placements.push({ from: row.from, to: row.to, unitId: row.unit }),
  );
  const unitAssignments: Evidence['unitAssignments'][number][] = [];
  await readRows<{
    kind: 'schedule' | 'profile';
    name: string;
    person: string | null;
    unit: string | null;
    from: string;
    to: string | null;
  }>(
    client,
    `select kind, name, person_id as person, unit_id as unit, valid_from as from, valid_to as to from rule_assignment
     where person_id is null or person_id = any($1::uuid[])`,
    [ids],
    ({ kind, name, person, unit, ...range }) => {
      if (person === null) unitAssignments.push({ kind, name, unitId: unit, ...range });
      else people.get(person)?.assignments.push({ kind, name, ...range });
    },
  );
  await readRows<{ person: string; day: string; schedule: string | null }>(
    client,
    `select person_id as person, workday as day, schedule from roster_entry
     where person_id = any($1::uuid[]) and workday between $2 and $3`,
    [ids, first, last],
    (row) => people.get(row.person)?.roster.set(row.day, row.schedule),
  );
  await readRows<EventRow>(
    client,
    `select e.id, person_id as person, (extract(epoch from occurred_at) * 1000)::bigint as ms, device_id as device, methods,
       ${VERDICT_THAT_COUNTS} as verdict, zone, transport from attendance_event e
     where person_id = any($1::uuid[]) and occurred_at >= $2::timestamptz and occurred_at < $3::timestamptz
     order by occurred_at, e.id`,
    [ids, `${first}T00:00:00Z`, `${addDays(last, 1)}T00:00:00Z`],
    ({ person, ms, device, transport, ...event }) =>
      people
        .get(person)
        ?.events.push({ ...event, atMs: ms, deviceId: device, nearBeacon: transport === PROVES_NEARNESS }),
  );
  await readRows<{ person: string; device: string; from: string; to: string }>(
    client,
    `select person_id as person, device_id as device, valid_from as from, valid_to as to from identity_mapping
     where person_id = any($1::uuid[])`,
    [ids],
    ({ person, device, ...range }) => people.get(person)?.devices.push({ deviceId: device, ...openRange(range) }),
  );
  await readRows<{ person: string; day: string; present: boolean | null; excused: boolean }>(
    client,
    `select person_id as person, workday as day, present, excused from apel_presence
     where person_id = any($1::uuid[]) and workday between $2 and $3`,
    [ids, from, to],
    ({ person, day, present, excused }) => people.get(person)?.presence.set(day, { present, excused }),
  );
  for (const request of await requestsBetween(client, ids, first, last))
    people.get(request.personId)?.requests.push(request);
  return { rules, people, unitAssignments, ...(await readSurroundings(client, from, to)) };
}

async function readSurroundings(client: PoolClient, from: CivilDate, to: CivilDate) {
  const parents = new Map<string, string | null>();
  const devices = new Map<string, DeviceFact>();
  const apel = new Map<string, { held: boolean; required: boolean }>();
  const lockedMonths = new Set<string>();
  await readRows<{ id: string; parent: string | null }>(
    client,
    'select id, parent_id as parent from organisation_unit',
    [],
    ({ id, parent }) => parents.set(id, parent),
  );
  await readRows<{ id: string; unit: string | null; service: boolean; ms: number | null }>(
    client,
    `select d.id, s.unit_id as unit, d.enabled and d.removed_at is null as service,
       (extract(epoch from greatest(h.cursor_at, r.read_at)) * 1000)::bigint as ms
     from device d left join station s on s.id = d.station_id left join journal_head h on h.device_id = d.id
     left join device_read r on r.device_id = d.id`,
    [],
    ({ id, unit, service, ms }) => devices.set(id, { unitId: unit, inService: service, readAtMs: ms ?? 0 }),
  );
  await readRows<{ unit: string; day: string; held: boolean; required: boolean }>(
    client,
    'select unit_id as unit, workday as day, held, required from apel where workday between $1 and $2',
    [from, to],
    ({ unit, day, held, required }) => apel.set(`${unit} ${day}`, { held, required }),
  );
  await readRows<{ unit: string; month: string }>(
    client,
    'select distinct unit_id as unit, month from month_lock where month between left($1, 7) and left($2, 7)',
    [from, to],
    ({ unit, month }) => lockedMonths.add(`${unit} ${month}`),
  );
  return { parents, devices, apel, lockedMonths };
}

async function readRows<Row extends object>(
  client: PoolClient,
  text: string,
  values: unknown[],
  take: (row: Row) => unknown,
): Promise<void> {
  const { rows } = await client.query<Row>(text, values);
  for (const row of rows) take(row);
}

const emptyDraft = (): Omit<Draft, 'recordUnitId'> => ({
  placements: [],
  assignments: [],
  roster: new Map(),
  events: [],
  devices: [],
  requests: [],
  presence: new Map(),
});

function openRange({ from, to }: { readonly from: string; readonly to: string }): Ranged {
  return { from: from === '-infinity' ? '' : from, to: to === 'infinity' ? null : to };
}
