import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportKind, importFile } from '../src/attendance/imports/import.js';
import { listRules } from '../src/attendance/rules/documents.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { testFolder } from './servers/folder.js';
import { addDevice } from './servers/readings.js';
import { createOffice, type Office, standingClock } from './support/office.js';

let postgres: TestPostgres;
let db: TestDatabase;
let office: Office;
let folder: Awaited<ReturnType<typeof testFolder>>;

beforeAll(async () => {
  folder = await testFolder();
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
  office = await createOffice(db, standingClock('2026-07-16T00:30:00Z'));
});
afterAll(async () => {
  await db?.drop();
  await postgres?.stop();
  await folder?.remove();
});

async function csv(kind: ImportKind, text: string, dryRun = false) {
  return await importFile(
    office.context,
    kind,
    { name: `${kind}.csv`, content: Buffer.from(text) },
    { dryRun, actor: 'test' },
  );
}

async function count(table: 'organisation_unit' | 'person' | 'placement' | 'roster_entry'): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(`select count(*) as n from ${table}`);
  return rows[0]?.n ?? -1;
}

const PEOPLE = 'nip;nama;unit;mulai;jabatan;golongan';

describe('imports', () => {
  it('take units in any order, once', async () => {
    const text =
      '\uFEFFkode,nama,jenis,induk\r\nDK.1,"Puskesmas ""Satu"", Maros",puskesmas,DK\r\nDK,Dinas Kesehatan,dinas,\r\n';
    expect(await csv('units', text)).toMatchObject({ rows: 2, changed: 2, stored: true, problems: [] });
    const { rows } = await db.pool.query(
      "select u.name, p.code as parent from organisation_unit u join organisation_unit p on p.id = u.parent_id where u.code = 'DK.1'",
    );
    expect(rows).toEqual([{ name: 'Puskesmas "Satu", Maros', parent: 'DK' }]);
    expect(await csv('units', text)).toMatchObject({ changed: 0, stored: true });
    const cycle = await csv('units', 'kode;nama;jenis;induk\nDK;Dinas Kesehatan;dinas;DK.1\n');
    expect(cycle).toMatchObject({ stored: false, problems: [{ row: 2, column: 'induk' }] });
  });

  it('list every problem by row, and store nothing while there is one', async () => {
    const report = await csv(
      'people',
      [
        PEOPLE,
        '198503122010012001;Andi Tenri;DK;2026-07-01;Kepala Seksi;III/d',
        '1,98609E+17;Budi;DK;2026-07-01;;',
        '198609152011011002;;XX;2026-02-30;;',
        '198503122010012001;Andi Lagi;DK;2026-07-01;;',
      ].join('\n'),
    );
    expect(report.stored).toBe(false);
    expect(report.problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'nip'],
      [4, 'nama'],
      [4, 'unit'],
      [4, 'mulai'],
      [5, 'nip'],
    ]);
    expect(report.problems[0]?.text.id).toContain('Excel');
    expect(await count('person')).toBe(0);
  });

  it('refuse a NIP that a spreadsheet kept as a number', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Pegawai');
    sheet.addRow(['NIP', 'Nama', 'Unit', 'Mulai']);
    sheet.addRow([198503122010012001n.toString(), 'Andi Tenri', 'DK', new Date('2026-07-01T00:00:00Z')]);
    sheet.addRow([Number('198609152011011002'), 'Budi', 'DK', '2026-07-01']);
    const file = join(folder.path, 'pegawai.xlsx');
    await book.xlsx.writeFile(file);
    const report = await importFile(
      office.context,
      'people',
      { name: file, content: await readFile(file) },
      { dryRun: true, actor: 'test' },
    );
    expect(report.problems).toMatchObject([{ row: 3, column: 'nip' }]);
    expect(report.problems[0]?.text.en).toContain('Excel');
  });

  it('do everything in a dry run but keep it', async () => {
    const text = `${PEOPLE}\n198503122010012001;Andi Tenri;DK;2026-07-01;Kepala Seksi;III/d\n`;
    expect(await csv('people', text, true)).toMatchObject({ changed: 1, stored: false, problems: [] });
    expect(await count('person')).toBe(0);
    expect(await csv('people', text)).toMatchObject({ changed: 1, stored: true });
    expect([await count('person'), await count('placement')]).toEqual([1, 1]);
    expect(await csv('people', text)).toMatchObject({ changed: 0, stored: true });
  });

  it('take rosters, with days off and unknown schedules named', async () => {
    const bad = await csv(
      'roster',
      'nip;tanggal;jadwal\n198503122010012001;2026-07-20;TIDAK-ADA\n0;2026-07-20;libur\n',
    );
    expect(bad.problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'jadwal'],
      [3, 'nip'],
    ]);
    const good = await csv(
      'roster',
      'nip;tanggal;jadwal\n198503122010012001;2026-07-20;RS3-M-WITA\n198503122010012001;2026-07-21;libur\n',
    );
    expect(good).toMatchObject({ changed: 2, stored: true });
    expect(await count('roster_entry')).toBe(2);
  });

  it('add holidays as a new version of the calendar', async () => {
    const text = 'kalender;versi;berlaku;tanggal;jenis\nID-2026;2026-2;2026-07-01;2026-07-04;libur\n';
    expect(await csv('holidays', text)).toMatchObject({ changed: 1, stored: true });
    const versions = await listRules(office.context, { kind: 'calendar', name: 'ID-2026' });
    expect(versions.map(({ version, validTo }) => [version, validTo])).toEqual([
      ['2026-1', '2026-06-30'],
      ['2026-2', '2026-12-31'],
    ]);
    expect(versions[1]?.document).toMatchObject({ holidays: expect.arrayContaining(['2026-07-04']) });
  });

  it('give numbers on devices to people, with the scans that came before', async () => {
    const device = await addDevice(db, 'Asia/Makassar');
    await db.pool.query("update device set name = 'Lobi', device_key = 'SN1' where id = $1", [device]);
    const scan = await office.scan(null, '2026-07-15T07:20:00', device, '0017');
    const nip = '198503122010012001';
    const head = 'nip;mesin;pin;mulai;sampai';
    const bad = await csv('mappings', `${head}\n${nip};Pintu;1;;\n;SN1;;2026-13-01;\n`);
    expect(bad).toMatchObject({ stored: false, changed: 0 });
    expect(bad.problems.map(({ row, column }) => `${row} ${column}`)).toEqual(['2 mesin', '3 nip', '3 pin', '3 mulai']);
    const good = `${head}\n${nip};SN1;0017;2026-01-01;\n`;
    expect(await csv('mappings', good)).toMatchObject({ changed: 1, stored: true });
    expect(await csv('mappings', good)).toMatchObject({ changed: 0, stored: true });
    const { rows } = await db.pool.query('select person_id is not null as known from attendance_event where id = $1', [
      scan,
    ]);
    expect(rows).toEqual([{ known: true }]);
    const taken = await csv('mappings', `${head}\n${nip};Lobi;0017;2026-05-01;\n`);
    expect(taken.problems[0]?.text.id).toContain('sudah milik Andi Tenri');
  });

  it('take a roster as a grid, and say once which columns a file lacks', async () => {
    const grid = 'nip;2026-09-01;2026-09-02;2026-09-03\n198503122010012001;RS3-P-WITA;libur;\n';
    expect(await csv('roster', grid)).toMatchObject({ changed: 2, stored: true });
    const wrong = await csv('roster', grid.replace('libur', 'RS9'));
    expect(wrong.problems).toMatchObject([{ row: 2, column: '2026-09-02' }]);
    const lacking = await csv('people', 'a,b\n1,2\n3,4\n');
    expect(lacking.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '1 nip',
      '1 nama',
      '1 unit',
      '1 mulai',
    ]);
  });

  it('take a revised calendar: a day that is none any more', async () => {
    const head = 'kalender;versi;berlaku;tanggal;jenis';
    const rows = ['ID-2026;2026-9;2026-09-01;2026-12-24;batal', 'ID-2026;2026-9;2026-09-01;2026-12-28;cuti bersama'];
    expect(await csv('holidays', [head, ...rows].join('\n'))).toMatchObject({ changed: 2, stored: true });
    const calendars = await listRules(office.context, { kind: 'calendar' });
    const document = calendars.find(({ version }) => version === '2026-9')?.document as { jointLeave: string[] };
    expect(document.jointLeave).toContain('2026-12-28');
    expect(document.jointLeave).not.toContain('2026-12-24');
  });
});
