import { randomUUID } from 'node:crypto';
import { tryParseDate } from '@hadir/core';
import { reattribute } from '../../normalise/index.js';
import { badDate, type ImportTask, needed, textOf, twice, unknown } from './problem.js';
import type { SheetRow } from './sheet.js';

interface Wanted {
  readonly row: SheetRow;
  readonly personId: string;
  readonly deviceId: string;
  readonly pin: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Columns: `nip` (or `nomor`/`number`), `mesin`/`device` (name or serial number), `pin` (as the device shows it, leading
 * zeros included), `mulai`/`from` and `sampai`/`to`, both optional. Scans that came before are given to the person too.
 */
export async function importMappings(task: ImportTask): Promise<number> {
  const { client, actor, problem } = task;
  const wanted = await readRows(task);
  const changed: Wanted[] = [];
  for (const one of wanted) {
    const { rows } = await client.query<{ personId: string; name: string; from: string; to: string }>(
      `select m.person_id as "personId", p.name, m.valid_from as from, m.valid_to as to
       from identity_mapping m join person p on p.id = m.person_id
       where m.device_id = $1 and m.device_user_id = $2
         and daterange(m.valid_from, m.valid_to, '[]') && daterange($3::date, $4::date, '[]')`,
      [one.deviceId, one.pin, one.from, one.to],
    );
    const known = rows[0];
    if (known === undefined) {
      await client.query(
        `insert into identity_mapping (id, device_id, device_user_id, person_id, valid_from, valid_to, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [randomUUID(), one.deviceId, one.pin, one.personId, one.from, one.to, actor],
      );
      changed.push(one);
    } else if (known.personId !== one.personId || known.from !== one.from || known.to !== one.to) {
      problem({
        row: one.row.row,
        column: 'pin',
        text: {
          id: `PIN "${one.pin}" pada mesin ini sudah milik ${known.name} pada masa yang sama.`,
          en: `The PIN "${one.pin}" of this device belongs to ${known.name} at the same time.`,
        },
      });
    }
  }
  await giveScans(task, changed);
  return changed.length;
}

async function readRows({ client, rows, problem }: ImportTask): Promise<readonly Wanted[]> {
  const numbers = await client.query<{ value: string; person: string }>(
    'select value, person_id as person from person_number where value = any($1)',
    [rows.map((row) => numberOf(row) ?? '')],
  );
  const people = new Map(numbers.rows.map(({ value, person }) => [value, person]));
  const found = await client.query<{ id: string; name: string; key: string | null }>(
    'select id, name, device_key as key from device where removed_at is null',
  );
  const devices = new Map(found.rows.flatMap(({ id, name, key }) => [[name, id] as const, [key ?? name, id] as const]));
  const seen = new Set<string>();
  return rows.flatMap((row): Wanted[] => {
    const number = numberOf(row);
    const device = textOf(row, 'mesin', 'device');
    const pin = textOf(row, 'pin');
    const from = textOf(row, 'mulai', 'from') ?? '-infinity';
    const to = textOf(row, 'sampai', 'to') ?? 'infinity';
    const personId = people.get(number ?? '');
    const deviceId = devices.get(device ?? '');
    const faults = [
      personId === undefined && { column: 'nip', text: number === null ? needed : unknown('NIP', number) },
      deviceId === undefined && {
        column: 'mesin',
        text: device === null ? needed : unknown({ id: 'Mesin', en: 'device' }, device),
      },
      pin === null && { column: 'pin', text: needed },
      !isDay(from) && { column: 'mulai', text: badDate(from) },
      (!isDay(to) || (isDay(from) && from !== '-infinity' && to < from)) && { column: 'sampai', text: badDate(to) },
      seen.has(`${deviceId} ${pin} ${from}`) && { column: 'pin', text: twice },
    ].filter((fault) => fault !== false);
    seen.add(`${deviceId} ${pin} ${from}`);
    for (const fault of faults) problem({ row: row.row, ...fault });
    if (faults.length > 0 || personId === undefined || deviceId === undefined || pin === null) return [];
    return [{ row, personId, deviceId, pin, from, to }];
  });
}

const isDay = (text: string): boolean => text.endsWith('infinity') || tryParseDate(text) !== null;

const numberOf = (row: SheetRow): string | null =>
  textOf(row, 'nip', 'ni pppk', 'nomor', 'number')?.replaceAll(/\s/g, '') ?? null;

/** Only of numbers with scans, at the end: the change feed waits meanwhile. */
async function giveScans({ client }: ImportTask, changed: readonly Wanted[]): Promise<void> {
  const { rows } = await client.query<{ device: string; pin: string }>(
    `select n.device, n.pin from unnest($1::uuid[], $2::text[]) as n (device, pin)
     where exists (select 1 from attendance_event e where e.device_id = n.device and e.device_user_id = n.pin)`,
    [changed.map((one) => one.deviceId), changed.map((one) => one.pin)],
  );
  for (const { device, pin } of rows) await reattribute(client, device, pin);
}
