import { sql } from 'kysely';
import type { Database } from '../store/index.js';
import { eventError } from './errors.js';
import { type EventRow, selectEvents } from './event-view.js';

export interface EventFilter {
  /** Instants, inclusive and exclusive. */
  readonly from?: Date;
  readonly to?: Date;
  readonly deviceId?: string;
  readonly personId?: string;
  /** The unit and everything below it. */
  readonly unitId?: string;
  readonly verdict?: EventRow['verdict'];
  /** Only those that wait for an officer who has not decided yet. */
  readonly waiting?: boolean;
  /** Only scans of numbers that belong to nobody. */
  readonly unmapped?: boolean;
}

/** A place in the list, newest first. Keyset, not a page number: rows that arrive meanwhile move nothing. */
export interface EventPlace {
  readonly at: number;
  readonly id: string;
}

export async function listEvents(
  database: Database,
  filter: EventFilter,
  page: { readonly after?: EventPlace; readonly limit: number },
): Promise<readonly EventRow[]> {
  const { after } = page;
  return selectEvents(database.kysely)
    .$if(filter.from !== undefined, (q) => q.where('e.occurred_at', '>=', filter.from ?? new Date(0)))
    .$if(filter.to !== undefined, (q) => q.where('e.occurred_at', '<', filter.to ?? new Date(0)))
    .$if(filter.deviceId !== undefined, (q) => q.where('e.device_id', '=', filter.deviceId ?? ''))
    .$if(filter.personId !== undefined, (q) => q.where('e.person_id', '=', filter.personId ?? ''))
    .$if(filter.verdict !== undefined, (q) => q.where('e.verdict', '=', filter.verdict ?? 'accepted'))
    .$if(filter.waiting === true, (q) =>
      q
        .where('e.verdict', '=', 'review')
        .where(sql<boolean>`not exists (select 1 from event_decision d where d.event_id = e.id)`),
    )
    .$if(filter.unmapped === true, (q) => q.where('e.person_id', 'is', null))
    .$if(filter.unmapped === false, (q) => q.where('e.person_id', 'is not', null))
    .$if(filter.unitId !== undefined, (q) =>
      q.where(
        sql<boolean>`coalesce(p.unit_id, s.unit_id) in (
          with recursive below(id) as (
            select ${filter.unitId}::uuid
            union select child.id from organisation_unit child join below on child.parent_id = below.id
          ) select id from below)`,
      ),
    )
    .$if(after !== undefined, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('e.occurred_at', 'e.id'), '<', eb.tuple(new Date(after?.at ?? 0), after?.id ?? '')),
      ),
    )
    .orderBy('e.occurred_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

/** @throws EVENT_NOT_FOUND */
export async function getEvent(database: Database, id: string): Promise<EventRow> {
  const row = await selectEvents(database.kysely).where('e.id', '=', id).executeTakeFirst();
  if (!row) throw eventError('EVENT_NOT_FOUND', { id });
  return row;
}
