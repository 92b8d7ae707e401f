import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { DayRow } from './stored-result.js';
import { dayResultOf, meaningOf } from './stored-result.js';
import type { Computed } from './write.js';

/**
 * Of days whose month is locked: the stored result stays, and where the new one means something else for the person, a
 * correction is proposed. A later proposal takes the place of an open one; one that would change nothing is taken back. What
 * is not decided yet is no proposal: it becomes one when it is.
 * @returns how many were proposed
 */
export async function proposeCorrections(
  client: PoolClient,
  computed: readonly Computed[],
  stored: ReadonlyMap<string, DayRow>,
  at: Date,
): Promise<number> {
  let proposed = 0;
  for (const one of computed) {
    const { personId, unitId, result, profile, schedule, rules, fingerprint } = one;
    const row = stored.get(`${personId} ${result.date}`);
    const was = row === undefined ? null : dayResultOf(row);
    if (result.points === null) continue;
    const isSame = was !== null && meaningOf(was) === meaningOf(result);
    await client.query(
      `update correction_proposal set state = 'superseded', decided_at = $4
       where person_id = $1 and workday = $2 and state = 'open' and ($5 or fingerprint <> $3)`,
      [personId, result.date, fingerprint, at, isSame],
    );
    if (isSame) continue;
    const { rowCount } = await client.query(
      `insert into correction_proposal (id, person_id, workday, unit_id, was, proposed, fingerprint, proposed_at)
       select $1, $2, $3::date, $4, $5, $6, $7, $8
       where not exists (select 1 from correction_proposal p
         where p.person_id = $2 and p.workday = $3::date and p.fingerprint = $7 and p.state in ('open', 'rejected'))`,
      [
        randomUUID(),
        personId,
        result.date,
        unitId,
        JSON.stringify(was),
        JSON.stringify({ result, profile, schedule, rules }),
        fingerprint,
        at,
      ],
    );
    proposed += rowCount ?? 0;
  }
  return proposed;
}
