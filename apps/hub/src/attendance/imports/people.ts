import { randomUUID } from 'node:crypto';
import {
  EMPLOYMENT_KINDS,
  type EmploymentKind,
  isHadirError,
  NUMBER_FAULTS,
  readEmployeeNumber,
  tryParseDate,
} from '@hadir/core';
import type { PoolClient } from 'pg';
import { today } from '../context.js';
import { markDays } from '../results/mark.js';
import { placeOn } from '../staff/placements.js';
import { badDate, cellOf, type ImportTask, needed, textOf, twice, unknown } from './problem.js';
import type { SheetRow } from './sheet.js';

interface Wanted {
  readonly row: number;
  readonly name: string;
  readonly number: { readonly kind: 'nip' | 'ni-pppk' | 'local'; readonly value: string };
  readonly unitId: string;
  readonly employment: EmploymentKind;
  readonly from: string;
  readonly post: string | null;
  readonly rank: string | null;
  readonly tppClass: string | null;
}

/**
 * Columns: `nip` (NIP or NI PPPK, as text) or `nomor`/`number` for who has none; `nama`/`name`, `unit` (code),
 * `status`/`employment`, `mulai`/`from`, `jabatan`/`post`, `golongan`/`rank`, `kelas`/`class`. People are found by number.
 */
export async function importPeople(task: ImportTask): Promise<number> {
  const { client, context, rows, actor, problem } = task;
  const found = await client.query<{ id: string; code: string }>(
    'select id, code from organisation_unit where code is not null',
  );
  const units = new Map(found.rows.map(({ id, code }) => [code, id]));
  const seen = new Set<string>();
  const day = today(context);
  let changed = 0;
  for (const row of rows) {
    const wanted = readRow(row, units, task);
    if (wanted === null) continue;
    const key = `${wanted.number.kind} ${wanted.number.value}`;
    if (seen.has(key)) {
      problem({ row: row.row, column: 'nip', text: twice });
      continue;
    }
    seen.add(key);
    try {
      const { personId, isChanged } = await storePerson(client, wanted, actor);
      if (!isChanged) continue;
      changed++;
      await markDays(client, { personIds: [personId], from: wanted.from, to: null }, day);
    } catch (error) {
      if (!isHadirError(error)) throw error;
      problem({ row: row.row, column: 'mulai', text: { id: error.text('id'), en: error.text('en') } });
    }
  }
  return changed;
}

function readRow(row: SheetRow, units: ReadonlyMap<string, string>, { context, problem }: ImportTask): Wanted | null {
  const before = { count: 0 };
  const fail = (column: string, text: Parameters<typeof problem>[0]['text']): void => {
    before.count++;
    problem({ row: row.row, column, text });
  };
  const name = textOf(row, 'nama', 'name');
  if (name === null) fail('nama', needed);
  const number = readNumber(row, today(context), fail);
  const unit = textOf(row, 'unit');
  const unitId = unit === null ? undefined : units.get(unit);
  if (unitId === undefined)
    fail('unit', unit === null ? needed : unknown({ id: 'Kode unit', en: 'unit with the code' }, unit));
  const employment = (textOf(row, 'status', 'employment') ?? defaultEmployment(number)).toLowerCase();
  const isEmployment = (EMPLOYMENT_KINDS as readonly string[]).includes(employment);
  if (!isEmployment) fail('status', unknown('status', employment, EMPLOYMENT_KINDS));
  const from = textOf(row, 'mulai', 'from');
  if (from === null) fail('mulai', needed);
  else if (tryParseDate(from) === null) fail('mulai', badDate(from));
  if (before.count > 0 || name === null || number === null || unitId === undefined || from === null) return null;
  return {
    row: row.row,
    name,
    number,
    unitId,
    employment: employment as EmploymentKind,
    from,
    post: textOf(row, 'jabatan', 'post'),
    rank: textOf(row, 'golongan', 'rank'),
    tppClass: textOf(row, 'kelas', 'class'),
  };
}

const defaultEmployment = (number: Wanted['number'] | null): EmploymentKind =>
  number?.kind === 'nip' ? 'pns' : number?.kind === 'ni-pppk' ? 'pppk' : 'non-asn';

/** A NIP that a spreadsheet kept as a number has lost digits and is refused, however right it looks. */
function readNumber(
  row: SheetRow,
  day: Parameters<typeof readEmployeeNumber>[1],
  fail: (column: string, text: { id: string; en: string }) => void,
): Wanted['number'] | null {
  const nip = cellOf(row, 'nip', 'ni pppk');
  if (nip === null) {
    const local = textOf(row, 'nomor', 'number');
    if (local === null) fail('nip', needed);
    return local === null ? null : { kind: 'local', value: local };
  }
  const read = readEmployeeNumber(nip, day);
  if (!read.ok) {
    fail('nip', NUMBER_FAULTS[read.reason]);
    return null;
  }
  return { kind: read.kind === 'PNS' ? 'nip' : 'ni-pppk', value: read.number };
}

async function storePerson(
  client: PoolClient,
  wanted: Wanted,
  actor: string,
): Promise<{ readonly personId: string; readonly isChanged: boolean }> {
  const { name, number, unitId } = wanted;
  const known = await client.query<{ id: string; name: string }>(
    `select p.id, p.name from person_number n join person p on p.id = n.person_id
     where n.kind = $1 and n.value = $2 order by n.valid_to desc nulls first limit 1`,
    [number.kind, number.value],
  );
  const personId = known.rows[0]?.id ?? randomUUID();
  let isChanged = known.rows[0]?.name !== name;
  if (known.rows[0] === undefined) {
    await client.query('insert into person (id, name, unit_id) values ($1, $2, $3)', [personId, name, unitId]);
    await client.query('insert into person_number (id, person_id, kind, value) values ($1, $2, $3, $4)', [
      randomUUID(),
      personId,
      number.kind,
      number.value,
    ]);
  } else if (isChanged) {
    await client.query('update person set name = $2, updated_at = now() where id = $1', [personId, name]);
  }
  const { rows } = await client.query<{ count: number }>(
    'select count(*) as count from placement where person_id = $1',
    [personId],
  );
  const { employment, post, rank, tppClass, from } = wanted;
  await placeOn(client, { personId, unitId, employment, post, rank, tppClass, validFrom: from }, actor);
  const after = await client.query<{ count: number }>('select count(*) as count from placement where person_id = $1', [
    personId,
  ]);
  isChanged ||= rows[0]?.count !== after.rows[0]?.count;
  return { personId, isChanged };
}
