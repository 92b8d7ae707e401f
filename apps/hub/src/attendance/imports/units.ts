import { randomUUID } from 'node:crypto';
import { UNIT_KINDS } from '@hadir/core';
import { type ImportTask, needed, textOf, twice, unknown } from './problem.js';

/** Words that are not the kind's own name. */
const INDONESIAN: Readonly<Record<string, string>> = {
  kabupaten: 'regency',
  kota: 'regency',
  sekolah: 'school',
  'rumah sakit': 'rsud',
  setda: 'sekretariat-daerah',
  setwan: 'sekretariat-dprd',
  lainnya: 'other',
};
const KNOWN = [...UNIT_KINDS, 'kabupaten', 'sekolah', 'lainnya'];

/** Columns: `kode`/`code`, `nama`/`name`, `jenis`/`kind`, `induk`/`parent` (a code of this file or of the hub). */
export async function importUnits({ client, rows, problem }: ImportTask): Promise<number> {
  const { rows: known } = await client.query<{ id: string; code: string | null }>(
    'select id, code from organisation_unit',
  );
  const ids = new Map(known.flatMap(({ id, code }) => (code === null ? [] : [[code, id] as const])));
  const inFile = new Set(rows.map((row) => textOf(row, 'kode', 'code')));
  const seen = new Set<string>();
  let changed = 0;
  for (const row of rows) {
    const code = textOf(row, 'kode', 'code');
    const name = textOf(row, 'nama', 'name');
    const word = (textOf(row, 'jenis', 'kind') ?? 'other').toLowerCase();
    const kind = INDONESIAN[word] ?? word;
    if (code === null) problem({ row: row.row, column: 'kode', text: needed });
    if (name === null) problem({ row: row.row, column: 'nama', text: needed });
    const isKind = (UNIT_KINDS as readonly string[]).includes(kind);
    if (!isKind)
      problem({ row: row.row, column: 'jenis', text: unknown({ id: 'Jenis unit', en: 'kind of unit' }, word, KNOWN) });
    if (code === null || name === null || !isKind) continue;
    if (seen.has(code)) problem({ row: row.row, column: 'kode', text: twice });
    seen.add(code);
    const id = ids.get(code) ?? randomUUID();
    ids.set(code, id);
    const { rowCount } = await client.query(
      `insert into organisation_unit as old (id, code, name, kind) values ($1, $2, $3, $4)
       on conflict (id) do update set name = excluded.name, kind = excluded.kind
       where (old.name, old.kind) is distinct from (excluded.name, excluded.kind)`,
      [id, code, name, kind],
    );
    changed += rowCount ?? 0;
  }
  // Parents in a second pass: a file lists units in any order.
  for (const row of rows) {
    const code = textOf(row, 'kode', 'code');
    const parent = textOf(row, 'induk', 'parent');
    if (code === null || parent === null) continue;
    const parentId = ids.get(parent);
    if (parentId === undefined) {
      if (!inFile.has(parent))
        problem({ row: row.row, column: 'induk', text: unknown({ id: 'Unit', en: 'unit' }, parent) });
      continue;
    }
    await client.query('update organisation_unit set parent_id = $2 where id = $1', [ids.get(code), parentId]);
    const { rowCount } = await client.query(
      `with recursive above (id, n) as (
         select parent_id, 1 from organisation_unit where id = $1
         union all select u.parent_id, n + 1 from organisation_unit u join above on u.id = above.id where n < 64)
       select 1 from above where id = $1 limit 1`,
      [ids.get(code)],
    );
    if (rowCount !== 0) {
      const text = { id: 'Unit menjadi bawahan dirinya sendiri.', en: 'The unit would be below itself.' };
      problem({ row: row.row, column: 'induk', text });
    }
  }
  return changed;
}
