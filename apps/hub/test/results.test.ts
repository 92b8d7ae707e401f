import { type CivilDate, explain } from '@hadir/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockMonth } from '../src/attendance/months/locks.js';
import { decideRequest, makeRequest, type RequestRecord } from '../src/attendance/requests/requests.js';
import { markBegun } from '../src/attendance/results/day-clock.js';
import { readProgress } from '../src/attendance/results/progress.js';
import { readUnitDays } from '../src/attendance/results/read-days.js';
import { DAY_COLUMNS, type DayRow, dayResultOf } from '../src/attendance/results/stored-result.js';
import { assign, listAssignments } from '../src/attendance/rules/assignments.js';
import { addRule, listRules, removeRule } from '../src/attendance/rules/documents.js';
import { addApprover } from '../src/attendance/staff/approvers.js';
import { place } from '../src/attendance/staff/placements.js';
import { setRoster } from '../src/attendance/staff/rosters.js';
import { reattribute } from '../src/normalise/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { createOffice, type Office, standingClock } from './support/office.js';

let postgres: TestPostgres;
let db: TestDatabase;
let office: Office;
let unit: string;
let andi: string;
let device: string;
const clock = standingClock('2026-07-15T12:00:00Z');

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  await db?.drop();
  db = await postgres.database();
  clock.put('2026-07-16T00:30:00Z');
  office = await createOffice(db, clock);
  unit = await office.addUnit('Dinas Kesehatan');
  andi = await office.addPerson('Andi Tenri', unit);
  device = await office.addMapped(andi, '1');
  await office.read(device, '2026-07-15T23:00:00Z');
});
afterAll(() => db?.drop());

async function day(date: string, personId = andi) {
  const { rows } = await db.pool.query<DayRow>(
    `select ${DAY_COLUMNS}, r.trace from day_result r where r.person_id = $1 and r.workday = $2`,
    [personId, date],
  );
  return rows[0] === undefined ? null : dayResultOf(rows[0]);
}

type Step = 'supervisor' | 'office-head' | 'personnel-board';

async function officer(step: Step, unitId: string | null) {
  const personId = await office.addPerson(step, null);
  await addApprover(office.context, { personId, step, unitId, validFrom: '2026-01-01' }, 'test');
  return personId;
}

async function decideAll({ id, steps }: RequestRecord) {
  for (const step of steps) {
    const decision = { step, byPersonId: await officer(step, null), verdict: 'approve' as const, reason: 'ok' };
    await decideRequest(office.context, id, decision, 'test');
  }
}

describe('day results', () => {
  it('follow from scans, and say why', async () => {
    await office.scan(andi, '2026-07-15T08:10:00', device);
    await office.scan(andi, '2026-07-15T15:40:00', device);
    await office.settle();
    const result = await day('2026-07-15');
    expect(result).toMatchObject({ status: 'HADIR', lateMinutes: 40, earlyMinutes: 20, points: 1.5 });
    expect(result?.charges.map(({ code }) => code)).toEqual(['TL2', 'PSW1']);
    const why = explain(result?.trace ?? [], 'id');
    expect(why).toContain('profil A4 versi 1, jadwal REG5-WITA (1), kalender ID-2026 (2026-1)');
    expect(why).toContain('Terlambat 40 menit: TL2, 1 %.');
  });

  it('are not written again when nothing changed', async () => {
    await office.scan(andi, '2026-07-15T07:20:00', device);
    await office.scan(andi, '2026-07-15T16:01:00', device);
    expect((await office.settle()).written).toBe(2);
    await db.pool.query('update result_cursor set position = 0');
    expect(await office.settle()).toMatchObject({ days: 2, written: 0 });
  });

  it('come of nothing: who does not come is absent by the roster', async () => {
    await markBegun(office.context);
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK', points: 3 });
    expect(await day('2026-07-18')).toBeNull();
    expect(await day('2026-07-12')).toMatchObject({ status: 'LIBUR', points: 0 });
    expect(await day('2026-06-30')).toBeNull();
  });

  it('wait for a device that was not read past the day, and are decided once it was', async () => {
    await office.read(device, '2026-07-15T10:00:00Z');
    await markBegun(office.context);
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'MENUNGGU', points: null, flags: ['DEVICE_UNREAD'] });
    await office.read(device, '2026-07-16T00:20:00Z');
    clock.put('2026-07-16T00:40:00Z');
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK', points: 3 });
  });

  it('are open while the day runs, and are closed at its end', async () => {
    clock.put('2026-07-15T02:00:00Z');
    await office.scan(andi, '2026-07-15T07:20:00', device);
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({
      status: 'MENUNGGU',
      in: '2026-07-15T07:20:00',
      flags: ['DAY_RUNNING'],
    });
    clock.put('2026-07-15T23:00:00Z');
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'HADIR', missing: ['out'], points: 1.5 });
  });

  it('follow scans that change hands, for both people', async () => {
    const budi = await office.addPerson('Budi', unit);
    await office.scan(andi, '2026-07-15T07:20:00', device);
    await office.scan(andi, '2026-07-15T16:01:00', device);
    await office.settle();
    await db.pool.query('update identity_mapping set person_id = $1 where device_id = $2', [budi, device]);
    await reattribute(db, device, '1');
    await office.settle();
    expect(await day('2026-07-15', budi)).toMatchObject({ status: 'HADIR', points: 0 });
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK' });
  });

  it('follow rosters, shifts past midnight and days off', async () => {
    await setRoster(
      office.context,
      [
        { personId: andi, date: '2026-07-14', schedule: 'RS3-M-WITA' },
        { personId: andi, date: '2026-07-15', schedule: null },
      ],
      'test',
    );
    await office.scan(andi, '2026-07-14T20:52:00', device);
    await office.scan(andi, '2026-07-15T07:41:00', device);
    await office.settle();
    expect(await day('2026-07-14')).toMatchObject({ status: 'HADIR', points: 0, out: '2026-07-15T07:41:00' });
    expect(await day('2026-07-15')).toMatchObject({ status: 'LIBUR', points: 0, flags: [] });
    const unknown = setRoster(office.context, [{ personId: andi, date: '2026-07-14', schedule: 'X' }], 'test');
    await expect(unknown).rejects.toMatchObject({ code: 'RULE_NOT_FOUND' });
  });

  it('follow the unit of the day: rules of a unit, and placements with dates', async () => {
    const clinic = await office.addUnit('Puskesmas', unit);
    await assign(
      office.context,
      { kind: 'schedule', name: 'PKM6-WITA', unitId: clinic, validFrom: '2026-07-01' },
      'test',
    );
    const staff = { personId: andi, employment: 'pns' as const };
    await place(office.context, { ...staff, unitId: unit, validFrom: '2026-07-01' }, 'test');
    await place(office.context, { ...staff, unitId: clinic, validFrom: '2026-07-13' }, 'test');
    await office.settle();
    expect(await day('2026-07-11')).toMatchObject({ status: 'LIBUR' });
    clock.put('2026-07-19T12:00:00Z');
    await office.read(device, '2026-07-19T12:00:00Z');
    await markBegun(office.context);
    await office.settle();
    expect(await day('2026-07-18')).toMatchObject({ status: 'TK' });
    expect(await listAssignments(office.context)).toHaveLength(3);
  });

  it('are open again when a device that could hold scans becomes known', async () => {
    await db.pool.query('delete from identity_mapping where person_id = $1', [andi]);
    await markBegun(office.context);
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK' });
    await office.read(await office.addMapped(andi, '1'), '2026-07-15T01:00:00Z');
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'MENUNGGU', flags: ['DEVICE_UNREAD'] });
    expect(await day('2026-07-14')).toMatchObject({ status: 'TK' });
  });

  it('follow a unit that moves below another', async () => {
    const clinics = await office.addUnit('Semua Puskesmas');
    const six = { kind: 'schedule' as const, name: 'PKM6-WITA', validFrom: '2026-07-01' };
    await assign(office.context, { ...six, unitId: clinics }, 'test');
    clock.put('2026-07-19T12:00:00Z');
    await office.read(device, '2026-07-19T12:00:00Z');
    await markBegun(office.context);
    await office.settle();
    expect(await day('2026-07-18')).toMatchObject({ status: 'LIBUR' });
    await db.pool.query('update organisation_unit set parent_id = $2 where id = $1', [unit, clinics]);
    await office.settle();
    expect(await day('2026-07-18')).toMatchObject({ status: 'TK' });
  });

  it('put everybody who is expected in one place', async () => {
    const people: string[] = [];
    for (const name of ['Late', 'Left only', 'Absent', 'On leave']) people.push(await office.addPerson(name, unit));
    const [late, left, , leave] = people as [string, string, string, string];
    await office.scan(late, '2026-07-15T08:20:00', device, '2');
    await office.scan(left, '2026-07-15T16:10:00', device, '3');
    await office.scan(leave, '2026-07-15T07:10:00', device, '4');
    const sick = { kind: 'absence' as const, type: 'SAKIT', from: '2026-07-15', to: '2026-07-15', reason: 'demam' };
    await officer('personnel-board', null);
    await decideAll(await makeRequest(office.context, { ...sick, personId: leave }, 'test'));
    await office.read(device, '2026-07-15T10:00:00Z');
    await markBegun(office.context, 1);
    await office.settle();
    const sums = { people: 5, expected: 5, arrived: 2, late: 1, absent: 1, excused: 1, waiting: 1 };
    expect(await readUnitDays(office.context, '2026-07-15', unit)).toMatchObject([sums]);
  });

  it('tell an operator when rules are missing for a day', async () => {
    clock.put('2027-01-05T12:00:00Z');
    await office.scan(andi, '2027-01-04T07:20:00', device);
    await office.settle();
    expect(await day('2027-01-04')).toBeNull();
    const { rows } = await db.pool.query(
      "select subject from issue where code = 'RESULT_RULES_MISSING' order by subject",
    );
    expect(rows.map((row) => row.subject)).toContain('calendar ID-2026, 2027-01-04');
    const head = await officer('office-head', unit);
    const lock = { unitId: unit, month: '2027-01', level: 'unit' as const, byPersonId: head, includeBelow: true };
    clock.put('2027-02-05T12:00:00Z');
    await expect(lockMonth(office.context, lock, 'test')).rejects.toMatchObject({ code: 'RESULT_RULES_MISSING' });
    const [known] = await listRules(office.context, { kind: 'calendar' });
    const calendar = { kind: 'calendar' as const, name: 'ID-2026', version: '2027', validFrom: '2027-01-01' };
    await addRule(office.context, { ...calendar, document: known?.document }, 'test');
    await office.settle();
    expect(await day('2027-01-04')).toMatchObject({ in: '2027-01-04T07:20:00' });
    expect((await db.pool.query('select 1 from issue where cleared_at is null')).rowCount).toBe(0);
  });

  it('show how much waits', async () => {
    await office.scan(andi, '2026-07-15T07:20:00', device);
    expect(await readProgress(office.context)).toMatchObject({ waiting: expect.any(Number), eventsBehind: 1 });
    await office.settle();
    expect(await readProgress(office.context)).toMatchObject({ waiting: 0, eventsBehind: 0, computed: 2 });
  });
});

describe('rules', () => {
  it('are never edited: a change is a version, and open days are computed again', async () => {
    await office.scan(andi, '2026-07-15T08:10:00', device);
    await office.settle();
    const [a4] = await listRules(office.context, { kind: 'profile', name: 'A4' });
    const document = { ...(a4?.document as object), absentPoints: 5 };
    const late = (document as { late?: object[] }).late?.map((band) => ({ ...band, points: 2 }));
    const next = {
      kind: 'profile' as const,
      name: 'A4',
      version: '2',
      validFrom: '2026-07-15',
      document: { ...document, late },
    };
    const { rule, added } = await addRule(office.context, next, 'test');
    expect(added).toBe(true);
    expect((await addRule(office.context, next, 'test')).added).toBe(false);
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ points: 3.5 });
    expect((await listRules(office.context, { kind: 'profile', name: 'A4' })).map((one) => one.validTo)).toEqual([
      '2026-07-14',
      null,
    ]);
    await removeRule(office.context, rule.id, 'test');
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ points: 2.5 });
  });

  it('are refused with the place when they have gaps, overlap, or name what is not there', async () => {
    const [a4] = await listRules(office.context, { kind: 'profile', name: 'A4' });
    const good = a4?.document as { late: { from: number }[] };
    const profile = (document: object, version = '2') =>
      addRule(office.context, { kind: 'profile', name: 'A4', version, validFrom: '2026-08-01', document }, 'test');
    const gap = { ...good, late: good.late.map((band, i) => (i === 1 ? { ...band, from: 33 } : band)) };
    await expect(profile(gap)).rejects.toMatchObject({ code: 'BANDS_GAP', details: { place: 'profiles/A4/late' } });
    await expect(profile({ ...good, capPoints: 'x' })).rejects.toMatchObject({ code: 'RULES_INVALID' });
    await expect(profile(gap, '1')).rejects.toMatchObject({ code: 'BANDS_GAP' });
    await expect(profile({ ...good, capPoints: 99 }, '1')).rejects.toMatchObject({ code: 'RULE_VERSION_TAKEN' });
    await profile(good);
    const overlap = { kind: 'profile' as const, name: 'A4', version: '3', validFrom: '2026-07-20', document: good };
    await expect(addRule(office.context, overlap, 'test')).rejects.toMatchObject({
      code: 'VERSIONS_OVERLAP',
      details: { date: '2026-07-20' },
    });
    await expect(
      assign(office.context, { kind: 'schedule', name: 'NONE', validFrom: '2026-07-01' }, 'test'),
    ).rejects.toMatchObject({ code: 'RULE_NOT_FOUND' });
  });

  it('bear only on days that stand on them', async () => {
    await markBegun(office.context);
    await office.settle();
    const [shift] = await listRules(office.context, { kind: 'schedule', name: 'RS3-P-WITA' });
    const version = { version: '2', validFrom: '2026-07-01' };
    await addRule(
      office.context,
      { kind: 'schedule', name: 'RS3-P-WITA', ...version, document: shift?.document },
      'test',
    );
    expect((await readProgress(office.context)).waiting).toBe(0);
    const [office5] = await listRules(office.context, { kind: 'schedule', name: 'REG5-WITA' });
    const later = { version: '2', validFrom: '2026-07-13' };
    await addRule(
      office.context,
      { kind: 'schedule', name: 'REG5-WITA', ...later, document: office5?.document },
      'test',
    );
    expect((await readProgress(office.context)).waiting).toBe(5);
  });

  it('count a phone only near the beacon of the office, where a policy says so', async () => {
    const policy = { kind: 'method-policy' as const, name: 'Dinas Kesehatan', version: '1', validFrom: '2026-07-01' };
    await addRule(office.context, { ...policy, document: { methods: ['phone'], phoneNeedsBeacon: true } }, 'test');
    for (const [date, transport] of [
      ['2026-07-14', 'checkin'],
      ['2026-07-15', 'webhook'],
    ] as const) {
      for (const time of ['07:20:00', '16:01:00']) await office.scan(andi, `${date}T${time}`, device);
      await db.pool.query(
        `update attendance_event set methods = '{phone}', transport = $2 where occurred_at > $1::timestamptz`,
        [`${date}T00:00:00+08:00`, transport],
      );
    }
    await office.settle();
    expect(await day('2026-07-14')).toMatchObject({ status: 'HADIR', points: 0 });
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK', flags: ['METHOD_NOT_ALLOWED'] });
  });

  it('say which methods count from when, per unit', async () => {
    const policy = { kind: 'method-policy' as const, name: 'Dinas Kesehatan', version: '1', validFrom: '2026-07-15' };
    await addRule(office.context, { ...policy, document: { methods: ['fingerprint'] } }, 'test');
    for (const date of ['2026-07-14', '2026-07-15']) {
      await office.scan(andi, `${date}T07:20:00`, device);
      await office.scan(andi, `${date}T16:01:00`, device);
    }
    await office.settle();
    expect(await day('2026-07-14')).toMatchObject({ status: 'HADIR', points: 0 });
    expect(await day('2026-07-15')).toMatchObject({ status: 'TK', flags: ['METHOD_NOT_ALLOWED'] });
  });
});

describe('requests', () => {
  const leave = {
    kind: 'absence' as const,
    type: 'SAKIT',
    from: '2026-07-15T00:00:00',
    to: '2026-07-15T23:59:59',
    reason: 'demam',
  };

  it('hold a day open until every step agreed, and nobody decides about himself', async () => {
    const supervisor = await officer('supervisor', unit);
    const board = await officer('personnel-board', null);
    await markBegun(office.context);
    const request = await makeRequest(office.context, { ...leave, personId: andi }, 'test');
    await office.settle();
    expect(request).toMatchObject({ steps: ['supervisor', 'personnel-board'], state: 'pending', turn: 'supervisor' });
    expect(await day('2026-07-15')).toMatchObject({ status: 'MENUNGGU', flags: ['IF_REJECTED_TK'] });

    const decide = (
      step: 'supervisor' | 'personnel-board',
      byPersonId: string,
      verdict: 'approve' | 'reject' = 'approve',
    ) => decideRequest(office.context, request.id, { step, byPersonId, verdict, reason: 'surat dokter' }, 'test');
    await expect(decide('supervisor', andi)).rejects.toMatchObject({ code: 'APPROVAL_OWN' });
    await expect(decide('personnel-board', board)).rejects.toMatchObject({ code: 'APPROVAL_STEP' });
    await expect(decide('supervisor', board)).rejects.toMatchObject({ code: 'APPROVER_UNKNOWN' });
    await decide('supervisor', supervisor);
    expect(await decide('personnel-board', board)).toMatchObject({ state: 'approved', turn: null });
    await office.settle();
    expect(await day('2026-07-15')).toMatchObject({ status: 'SAKIT', points: 0 });
  });

  it('are accepted until the deadline in working days, and only of known types', async () => {
    const manual = { personId: andi, kind: 'manual' as const, type: 'in', reason: 'mesin rusak' };
    const at = (moment: string) => ({ ...manual, from: moment, to: moment });
    clock.put('2026-07-17T00:30:00Z');
    await makeRequest(office.context, at('2026-07-10T07:25:00'), 'test');
    const late = at('2026-07-09T07:25:00');
    await expect(makeRequest(office.context, late, 'test')).rejects.toMatchObject({
      code: 'REQUEST_TOO_LATE',
      details: { lastDay: '2026-07-16' },
    });
    const board = await officer('personnel-board', null);
    const letIn = (letInBy: string) => makeRequest(office.context, { ...late, letInBy }, 'test');
    await expect(letIn(andi)).rejects.toMatchObject({ code: 'APPROVAL_OWN' });
    await expect(letIn(await officer('office-head', null))).rejects.toMatchObject({ code: 'APPROVER_UNKNOWN' });
    expect(await letIn(board)).toMatchObject({ letInBy: board, state: 'pending' });
    await expect(makeRequest(office.context, { ...leave, personId: andi, type: 'X' }, 'test')).rejects.toMatchObject({
      code: 'REQUEST_TYPE',
    });
    await expect(
      makeRequest(office.context, { ...leave, personId: andi, to: '2026-02-30T00:00:00' as CivilDate }, 'test'),
    ).rejects.toMatchObject({ code: 'DATE_INVALID' });
  });
});
