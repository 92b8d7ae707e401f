import type { Clock } from '@hadir/core';
import type { FeedEvent } from '../feed/index.js';
import type { Database } from '../store/index.js';
import type { EventRow } from './event-view.js';

/** Puts names to the events of the feed. */
export interface EventNames {
  complete(events: readonly FeedEvent[]): Promise<readonly EventRow[]>;
}

interface DeviceNames {
  readonly deviceName: string;
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly unitId: string | null;
  readonly unitName: string | null;
}

interface PersonNames {
  readonly personName: string;
  readonly unitId: string | null;
  readonly unitName: string | null;
}

/** A new name is seen this late; in return a hundred listeners cost one look. */
const FRESH_MS = 5_000;
const MAX_KEPT = 20_000;

export function createEventNames(database: Database, clock: Clock): EventNames {
  const devices = cache<DeviceNames>(clock, (ids) => readDevices(database, ids));
  const people = cache<PersonNames>(clock, (ids) => readPeople(database, ids));
  return {
    async complete(events) {
      const [deviceOf, personOf] = await Promise.all([
        devices(events.map((event) => event.deviceId)),
        people(events.map((event) => event.personId).filter((id) => id !== null)),
      ]);
      return events.map((event): EventRow => {
        const device = deviceOf.get(event.deviceId);
        const person = personOf.get(event.personId ?? '');
        const unit = person?.unitId ? person : device;
        return {
          ...event,
          occurredAt: new Date(event.occurredAt),
          receivedAt: new Date(event.receivedAt),
          deviceName: device?.deviceName ?? '',
          stationId: device?.stationId ?? null,
          stationName: device?.stationName ?? null,
          personName: person?.personName ?? null,
          unitId: unit?.unitId ?? null,
          unitName: unit?.unitName ?? null,
        };
      });
    },
  };
}

type Read<Value> = (ids: readonly string[]) => Promise<readonly (readonly [string, Value])[]>;

function cache<Value>(clock: Clock, read: Read<Value>) {
  const kept = new Map<string, { readonly value: Value; readonly at: number }>();
  return async (ids: readonly string[]): Promise<ReadonlyMap<string, Value>> => {
    const now = clock.now();
    const found = new Map<string, Value>();
    const missing = new Set<string>();
    for (const id of ids) {
      const entry = kept.get(id);
      if (entry && now - entry.at < FRESH_MS) found.set(id, entry.value);
      else missing.add(id);
    }
    if (missing.size > 0) {
      if (kept.size > MAX_KEPT) kept.clear();
      for (const [id, value] of await read([...missing])) {
        kept.set(id, { value, at: now });
        found.set(id, value);
      }
    }
    return found;
  };
}

async function readDevices(
  database: Database,
  ids: readonly string[],
): Promise<readonly (readonly [string, DeviceNames])[]> {
  const rows = await database.kysely
    .selectFrom('device as d')
    .leftJoin('station as s', 's.id', 'd.station_id')
    .leftJoin('organisation_unit as u', 'u.id', 's.unit_id')
    .where('d.id', 'in', ids)
    .select([
      'd.id',
      'd.name as deviceName',
      's.id as stationId',
      's.name as stationName',
      'u.id as unitId',
      'u.name as unitName',
    ])
    .execute();
  return rows.map(({ id, ...names }) => [id, names] as const);
}

async function readPeople(
  database: Database,
  ids: readonly string[],
): Promise<readonly (readonly [string, PersonNames])[]> {
  const rows = await database.kysely
    .selectFrom('person as p')
    .leftJoin('organisation_unit as u', 'u.id', 'p.unit_id')
    .where('p.id', 'in', ids)
    .select(['p.id', 'p.name as personName', 'u.id as unitId', 'u.name as unitName'])
    .execute();
  return rows.map(({ id, ...names }) => [id, names] as const);
}
