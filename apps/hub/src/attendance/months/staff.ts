import type { CivilDate } from '@hadir/core';
import type { ResultContext } from '../context.js';

/** What lists print about a person, as of a day. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  /** NIP or NI PPPK as text, null for who has none. */
  readonly number: string | null;
  readonly unitId: string | null;
  readonly unit: string | null;
  readonly employment: string | null;
  readonly post: string | null;
  readonly rank: string | null;
  readonly tppClass: string | null;
  readonly tppRupiah: number | null;
}

export async function readStaff(
  { database }: ResultContext,
  personIds: readonly string[],
  on: CivilDate,
): Promise<readonly StaffMember[]> {
  const { rows } = await database.pool.query<StaffMember>(
    `select p.id, p.name, n.value as number, u.id as "unitId", u.name as unit, s.employment, s.post, s.rank,
       s.tpp_class as "tppClass", (t.document -> 'classes' ->> s.tpp_class)::bigint as "tppRupiah"
     from person p
     left join lateral (select * from placement where person_id = p.id and valid_from <= $2
       order by valid_from desc limit 1) as s on true
     left join organisation_unit u on u.id = coalesce(s.unit_id, p.unit_id)
     left join lateral (select value from person_number where person_id = p.id and kind in ('nip', 'ni-pppk')
       and coalesce(valid_from, '-infinity') <= $2 and coalesce(valid_to, 'infinity') >= $2
       order by valid_from desc nulls last, value limit 1) as n on true
     left join lateral (select document from rule_document where kind = 'tpp' and valid_from <= $2
       and coalesce(valid_to, 'infinity') >= $2 order by name limit 1) as t on true
     where p.id = any($1::uuid[])`,
    [personIds, on],
  );
  return rows;
}

const ROMAN: Readonly<Record<string, number>> = { I: 1, II: 2, III: 3, IV: 4 };

/** `IV/a` above `III/d`; ranks of PPPK are plain Roman or Arabic numbers. Unknown ones come last. */
function rankValue(rank: string | null): number {
  const [, group = '', letter = ''] = /\b([IVX]+)(?:\s*\/\s*([a-e]))?/.exec(rank ?? '') ?? [];
  return (ROMAN[group] ?? 0) * 10 + (letter === '' ? 0 : letter.charCodeAt(0) - 96);
}

/** The order of official lists: unit, then rank from the top, then name. */
export function byRank(a: StaffMember, b: StaffMember): number {
  return (
    (a.unit ?? '').localeCompare(b.unit ?? '', 'id') ||
    rankValue(b.rank) - rankValue(a.rank) ||
    a.name.localeCompare(b.name, 'id') ||
    (a.id < b.id ? -1 : 1)
  );
}
