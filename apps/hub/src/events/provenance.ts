import { sql } from 'kysely';
import type { Database } from '../store/index.js';
import type { EventRow } from './event-view.js';

/** A journal row that tells of the event. */
export interface Evidence {
  readonly seq: number;
  readonly kind: string;
  readonly receivedAt: Date;
  readonly reading: unknown;
  readonly hash: string;
}

/**
 * The same scan can come by push and again by pull, thousands of rows later. Rows are looked for this far on either side
 * of the row that made the event, so that a look at one event costs a bounded amount.
 */
const REACH_ROWS = 20_000;
const MAX_EVIDENCE = 20;

export async function evidenceOf(database: Database, event: EventRow): Promise<readonly Evidence[]> {
  const rows = await database.kysely
    .selectFrom('journal')
    .select(['seq', 'kind', 'received_at as receivedAt', 'body', sql<string>`encode(hash, 'hex')`.as('hash')])
    .where('device_id', '=', event.deviceId)
    .where('seq', '>=', event.journalSeq - REACH_ROWS)
    .where('seq', '<=', event.journalSeq + REACH_ROWS)
    .where((eb) =>
      eb.or([
        eb('seq', '=', event.journalSeq),
        // Cheap first: only rows that hold the wall time at all are parsed.
        ...(event.wall === null
          ? []
          : [
              sql<boolean>`kind = 'punch' and strpos(body, ${event.wall}) > 0
                and body::jsonb ->> 'deviceUserId' = ${event.deviceUserId}
                and body::jsonb #>> '{time,wall}' = ${event.wall}`,
            ]),
      ]),
    )
    .orderBy('seq')
    .limit(MAX_EVIDENCE)
    .execute();
  return rows.map(({ body, ...row }) => ({ ...row, reading: JSON.parse(body) as unknown }));
}
