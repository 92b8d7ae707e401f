import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { createOffice, type Office, standingClock } from './support/office.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let db: TestDatabase;
let office: Office;
let hub: TestHub;
let unit: string;
let andi: string;
let device: string;
let head: string;
let board: string;
const clock = standingClock('2026-08-03T01:00:00Z');

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  db = await postgres.database();
  office = await createOffice(db, clock);
  unit = await office.addUnit('Dinas Kesehatan');
  andi = await office.addPerson('Andi Tenri', unit);
  device = await office.addMapped(andi, '1');
  await office.read(device, '2026-08-02T23:00:00Z');
  head = await office.addPerson('Kepala Dinas', null);
  board = await office.addPerson('Kepala BKPSDM', null);
  await office.scan(andi, '2026-07-15T08:10:00', device);
  await office.scan(andi, '2026-07-15T15:40:00', device);
  hub = await startTestHub({ databaseUrl: db.url, plugins: [], clock });
});
afterAll(async () => {
  await hub?.stop();
  await db?.drop();
  await postgres?.stop();
});

interface Day {
  readonly status: string;
  readonly points: number | null;
  readonly codes: string[];
  readonly flags: string[];
}

const call = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  hub.call<Body>(method, `/api/v1${path}`, body === undefined ? {} : { body });
const day = async (date: string, personId = andi) =>
  (await call<{ day: Day; why: { id: string; en: string }[] }>('GET', `/results/days/${personId}/${date}`)).body;
const idle = () =>
  eventually(async () => {
    const { body } = await call<{ waiting: number; eventsBehind: number; computed: number }>(
      'GET',
      '/results/progress',
    );
    return body.waiting === 0 && body.eventsBehind === 0 && body.computed > 0;
  }, 60_000);

describe('results over HTTP', () => {
  it('are computed in the background, with reasons in both languages', async () => {
    await idle();
    const { day: result, why } = await day('2026-07-15');
    expect(result).toMatchObject({ status: 'HADIR', codes: ['TL2', 'PSW1'], points: 1.5 });
    expect(why.map((step) => step.id).join()).toContain('Terlambat 40 menit');
    expect(why.map((step) => step.en).join()).toContain('40 minutes late');
    expect(why.map((step) => step.id).join()).toContain(`mesin ${device}`);
    const list = await call<{ items: Day[]; next: string | null }>(
      'GET',
      `/results/days?from=2026-07-01&to=2026-07-31&personId=${andi}&limit=20`,
    );
    expect(list.body.items).toHaveLength(20);
    const rest = await call<{ items: Day[]; next: string | null }>(
      'GET',
      `/results/days?from=2026-07-01&to=2026-07-31&personId=${andi}&limit=20&cursor=${list.body.next}`,
    );
    expect(rest.body.items).toHaveLength(11);
    expect(rest.body.next).toBeNull();
    expect((await call('GET', `/results/days/${andi}/2026-06-15`)).body).toMatchObject({ code: 'RESULT_NOT_FOUND' });
  });

  it('add up by unit and month', async () => {
    const today = await call<{ items: object[] }>('GET', `/results/units?date=2026-07-15&unitId=${unit}`);
    expect(today.body.items).toEqual([
      {
        unitId: unit,
        unit: 'Dinas Kesehatan',
        people: 1,
        expected: 1,
        arrived: 1,
        late: 1,
        absent: 0,
        excused: 0,
        waiting: 0,
      },
    ]);
    const month = await call<{ items: object[] }>('GET', `/results/months/2026-07?unitId=${unit}`);
    expect(month.body.items).toEqual([
      expect.objectContaining({
        personId: andi,
        days: 31,
        workingDays: 23,
        byStatus: { HADIR: 1, TK: 22 },
        byCode: { TL2: 1, PSW1: 1, TK: 22 },
        points: 67.5,
        undecided: [],
      }),
    ]);
    const discipline = await call<{ items: object[] }>('GET', '/discipline/2026');
    expect(discipline.body.items[0]).toMatchObject({ longestRun: expect.any(Number), sanction: 'PEMBERHENTIAN' });
  });

  it('show rules, refuse bad ones with the place, and need the right scope', async () => {
    const { body } = await call<{ items: { name: string; version: string }[] }>('GET', '/rules?kind=profile&name=A4');
    expect(body.items).toMatchObject([{ name: 'A4', version: '1', validTo: null }]);
    const bad = await call('POST', '/rules/check', { kind: 'profile', name: 'X', document: { baseShare: 2 } });
    expect(bad).toMatchObject({ status: 422, body: { code: 'RULES_INVALID' } });
    const key = await hub.key('results:read');
    const refused = await hub.call('GET', '/api/v1/rules', { key });
    expect(refused.status).toBe(403);
    expect((await hub.call('GET', '/api/v1/results/progress', { key })).status).toBe(200);
  });

  it('lock by unit, then by the board; what comes later is a proposal that the board decides', async () => {
    for (const [step, personId, unitId] of [
      ['office-head', head, unit],
      ['personnel-board', board, null],
    ]) {
      const added = await call('POST', '/approvers', { personId, step, unitId, validFrom: '2026-01-01' });
      expect(added.status).toBe(201);
    }
    await idle();
    const lock = (level: string, byPersonId: string, month = '2026-07') =>
      call<{ code?: string; locked?: string[] }>('POST', `/locks/${month}`, { unitId: unit, level, byPersonId });
    expect((await lock('unit', board)).body.code).toBe('APPROVER_UNKNOWN');
    expect((await lock('board', board)).body.code).toBe('MONTH_LOCK_ORDER');
    expect((await lock('unit', head, '2026-08')).body.code).toBe('MONTH_UNDECIDED');
    expect((await lock('unit', head)).body.locked).toEqual([unit]);
    expect((await lock('board', board)).body.locked).toEqual([unit]);
    expect((await lock('unit', head)).body.code).toBe('MONTH_LOCK_ORDER');

    await office.scan(andi, '2026-07-16T07:20:00', device);
    await office.scan(andi, '2026-07-16T16:10:00', device);
    interface Correction {
      readonly id: string;
      readonly was: Day;
      readonly proposed: Day;
    }
    const corrections = async () =>
      (await call<{ items: Correction[] }>('GET', `/corrections?state=open&personId=${andi}`)).body.items;
    await eventually(async () => (await corrections()).length === 1);
    await idle();
    expect((await day('2026-07-16')).day).toMatchObject({ status: 'TK', points: 3 });
    const [proposal] = await corrections();
    expect(proposal).toMatchObject({ was: { status: 'TK' }, proposed: { status: 'HADIR', points: 0 } });

    const decide = (byPersonId: string) =>
      call<{ state?: string; code?: string }>('POST', `/corrections/${proposal?.id}/decision`, {
        byPersonId,
        verdict: 'accept',
        reason: 'mesin baru terbaca',
      });
    expect((await decide(andi)).body.code).toBe('APPROVAL_OWN');
    expect((await decide(board)).body.state).toBe('accepted');
    expect((await decide(board)).body.code).toBe('CORRECTION_DECIDED');
    expect((await day('2026-07-16')).day).toMatchObject({ status: 'HADIR', points: 0, flags: ['CORRECTED'] });
    await call('POST', '/results/recompute', { from: '2026-07-16', to: '2026-07-16', personId: andi });
    await idle();
    expect(await corrections()).toEqual([]);
  });

  it('go out as XLSX with the NIP as text, as CSV and as PDF', async () => {
    await db.pool.query(
      `insert into person_number (id, person_id, kind, value) values (gen_random_uuid(), $1, 'nip', '198503122010012001')`,
      [andi],
    );
    const get = async (report: string, format: string) => {
      const letter = 'government=PEMERINTAH%20KABUPATEN%20MAROS&place=Maros&rightTitle=Kepala%20Dinas&rightName=Andi';
      const path = `/api/v1/results/months/2026-07/export?unitId=${unit}&report=${report}&format=${format}&${letter}`;
      const response = await fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${hub.adminKey}` } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toContain(`${report}-dinas-kesehatan-2026-07.${format}`);
      return Buffer.from(await response.arrayBuffer());
    };
    for (const report of ['recap', 'grid', 'tpp', 'late', 'apel']) {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await get(report, 'xlsx')) as unknown as ArrayBuffer);
      const sheet = book.worksheets[0];
      expect(sheet?.getCell('A1').value).toBe('PEMERINTAH KABUPATEN MAROS');
      if (report !== 'apel') expect(sheet?.getCell('B11')).toMatchObject({ value: '198503122010012001', numFmt: '@' });
      const pdf = await get(report, 'pdf');
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.subarray(-6).toString()).toContain('%%EOF');
      expect(
        (await get(report, 'csv'))
          .toString()
          .startsWith(report === 'apel' ? '\uFEFFNo;Tanggal;Unit' : '\uFEFFNo;NIP;Nama'),
      ).toBe(true);
    }
    const recap = (await get('recap', 'csv')).toString().split('\r\n');
    expect(recap[1]).toMatch(/^1;"198503122010012001";Andi Tenri;.*;23;2;21;.*;0:40;0:20;64,5$/);
  });

  it('report an enrolment campaign: who is, on which device, who is not', async () => {
    await db.pool.query(
      `insert into device_user (device_id, device_user_id, enrolled, seen_at)
       values ($1, '1', '[{"method":"face","count":1}]', now())`,
      [device],
    );
    const budi = await office.addPerson('Budi', unit);
    const made = await call<{ id: string }>('POST', '/campaigns', {
      name: 'Wajah 2026',
      unitIds: [unit],
      method: 'face',
      deadline: '2026-08-01',
    });
    const { body } = await call('GET', `/campaigns/${made.body.id}`);
    expect(body).toMatchObject({
      people: 2,
      enrolled: 1,
      isOverdue: true,
      units: [{ unit: 'Dinas Kesehatan', missing: [{ personId: budi, name: 'Budi' }] }],
      enrolledOn: [{ personId: andi, name: 'Andi Tenri', devices: [{ id: device }] }],
    });
  });

  it('say which person or unit is not there', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const asked = { kind: 'absence', type: 'SAKIT', from: '2026-08-03', to: '2026-08-03', reason: 'demam' };
    const campaign = { name: 'X', unitIds: [nobody], method: 'face', deadline: '2026-08-01' };
    for (const answer of [
      await call('POST', '/requests', { ...asked, personId: nobody }),
      await call('PUT', '/rosters', { items: [{ personId: nobody, date: '2026-08-03', schedule: null }] }),
      await call('POST', '/campaigns', campaign),
      await call('POST', '/assignments', { kind: 'profile', name: 'A4', unitId: nobody, validFrom: '2026-09-01' }),
      await call('GET', `/results/months/2026-07?unitId=${nobody}`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'RESULT_RECORD_UNKNOWN' } });
    }
  });

  it('take files: a dry run lists problems by row, in both languages', async () => {
    const send = async (path: string, text: string, type = 'text/csv') => {
      const headers = { authorization: `Bearer ${hub.adminKey}`, 'content-type': type };
      const response = await fetch(`${hub.url}/api/v1/imports/${path}`, { method: 'POST', headers, body: text });
      return { status: response.status, body: (await response.json()) as object };
    };
    const bad = 'kode;nama;jenis\nDP;Dinas Pendidikan;dinaz\n';
    expect(await send('units?dryRun=true', bad)).toMatchObject({
      status: 200,
      body: { rows: 1, stored: false, problems: [{ row: 2, column: 'jenis', id: expect.stringContaining('dinaz') }] },
    });
    const good = bad.replace('dinaz', 'dinas');
    expect(await send('units?dryRun=true', good)).toMatchObject({ body: { changed: 1, stored: false, problems: [] } });
    expect(await send('units', good)).toMatchObject({ body: { changed: 1, stored: true } });
    expect((await send('units', good, 'text/plain')).status).toBe(415);
    expect((await send('units', '{}', 'application/json')).status).toBe(415);
    expect(await send('units', '')).toMatchObject({ status: 422, body: { code: 'IMPORT_UNREADABLE' } });
    const odd = 'kode;nama\n\0A\0;\0\n';
    expect(await send('units?dryRun=true', odd)).toMatchObject({ status: 200, body: { rows: 1 } });
    expect((await send('rules', good)).status).toBe(404);
  });

  it('take requests with attachments', async () => {
    clock.put('2026-08-04T01:00:00Z');
    const at = '2026-08-03T07:25:00';
    const made = await call<{ id: string; turn: string }>('POST', '/requests', {
      personId: andi,
      kind: 'manual',
      type: 'in',
      from: at,
      to: at,
      reason: 'mesin rusak',
    });
    expect(made).toMatchObject({ status: 201, body: { turn: 'supervisor' } });
    const pdf = Buffer.from('%PDF-1.4 surat').toString('base64');
    const path = `/requests/${made.body.id}`;
    const attached = await call<{ id: string }>('POST', `${path}/attachments`, {
      name: 'surat.pdf',
      contentBase64: pdf,
    });
    expect(attached).toMatchObject({ status: 201, body: { mediaType: 'application/pdf' } });
    const text = Buffer.from('<script>').toString('base64');
    const refused = await call('POST', `${path}/attachments`, { name: 'surat.pdf', contentBase64: text });
    expect(refused.body).toMatchObject({ code: 'REQUEST_ATTACHMENT' });
    const content = await call<{ text: string }>('GET', `${path}/attachments/${attached.body.id}`);
    expect(content.body.text).toBe('%PDF-1.4 surat');
    expect((await call('GET', path)).body).toMatchObject({ attachments: [{ name: 'surat.pdf', bytes: 14 }] });
    expect((await call<{ items: object[] }>('GET', `/requests?unitId=${unit}`)).body.items).toHaveLength(1);
    for (const [state, count] of Object.entries({ pending: 1, approved: 0, rejected: 0 })) {
      expect((await call<{ items: object[] }>('GET', `/requests?state=${state}`)).body.items).toHaveLength(count);
    }
  });
});
