import { Reading } from '@hadir/sdk';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { parseRtlog } from './adms/parse-access.js';
import { parseAttlog } from './adms/parse-attlog.js';
import { parseOperlog } from './adms/parse-operlog.js';
import {
  deviceUserFromAdms,
  deviceUserFromRecord,
  operationFromOplog,
  punchFromAttlog,
  punchFromEvent,
  punchFromRecord,
  punchFromRtlog,
  punchFromSoap,
} from './readings-from-rows.js';
import { parseSoapAttlog } from './soap/parse-answers.js';
import { encodeSample } from './wire/attendance.fixture.js';
import { createBatch } from './wire/attendance-batch.js';
import { decodeAttendanceColumns } from './wire/attendance-columns.js';
import { requireLayout } from './wire/attendance-layout.js';
import { decodePunchEvents } from './wire/event-punch.js';
import { encodeEventTime, encodePackedTime } from './wire/packed-time.js';
import { decodeUser, encodeUser } from './wire/user-record.js';

const FIELDS = { year: 2026, month: 7, day: 15, hour: 7, minute: 28, second: 11 };
const KEY = 'p|701|2026-07-15T07:28:11|15|0';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function pulled(size: number, timeRaw = encodePackedTime(FIELDS), userId = '701') {
  const layout = requireLayout(size);
  const raw = encodeSample({ uid: 7, userId, verify: size === 8 ? 1 : 15, state: 0, timeRaw, workCode: 0 }, size);
  const batch = createBatch(decodeAttendanceColumns(raw, layout), size !== 16, () => raw);
  return punchFromRecord(batch.record(0), raw, layout, { transport: 'zk-tcp', clockOffsetMs: -1500 });
}

function live() {
  const data = new Uint8Array(32);
  data.set(bytes('701'));
  data.set([15, 0, ...encodeEventTime(FIELDS)], 24);
  const [event] = decodePunchEvents(data) ?? [];
  return event === undefined ? null : punchFromEvent(event, () => undefined, { transport: 'zk-live' });
}

const attlog = (row: string) => {
  const [first] = parseAttlog(bytes(row)).rows;
  return first === undefined ? null : punchFromAttlog(first, true);
};

const soap = () => {
  const row =
    '<Row><PIN>701</PIN><DateTime>2026-07-15 07:28:11</DateTime><Verified>15</Verified><Status>0</Status><WorkCode>0</WorkCode></Row>';
  const [first] = parseSoapAttlog(bytes(`<GetAttLogResponse>${row}</GetAttLogResponse>`)).rows;
  return first === undefined ? null : punchFromSoap(first);
};

const rtlog = (row: string) => {
  const [first] = parseRtlog(bytes(row)).rows;
  return first === undefined ? null : punchFromRtlog(first, true);
};

describe('one scan by every way', () => {
  it.each([
    ['40-byte record', pulled(40)],
    ['49-byte record', pulled(49)],
    ['16-byte record', pulled(16)],
    ['live event', live()],
    ['push', attlog('701\t2026-07-15 07:28:11\t0\t15\t0\t0\t0\n')],
    ['push with temperature', attlog('701\t2026-07-15 07:28:11\t0\t15\t0\t0\t0\t1\t36.6\t36.6\n')],
    ['access push', rtlog('time=2026-07-15 07:28:11\tpin=701\tevent=0\tinoutstatus=0\tverifytype=15\n')],
    ['SOAP', soap()],
  ])('has the same key: %s', (_, reading) => {
    expect(reading?.key).toBe(KEY);
    expect(Value.Check(Reading, reading)).toBe(true);
    expect(reading?.workCode).toBeUndefined();
  });
});

describe('readings', () => {
  it('keep a time that does not exist, with the same key by every way', () => {
    const pull = pulled(40, encodePackedTime({ ...FIELDS, month: 2, day: 28 }) + 3 * 86_400);
    const push = attlog('701\t2026-02-31 07:28:11\t0\t15\n');
    expect(pull?.time).toEqual({ form: 'invalid', text: '2026-02-31T07:28:11' });
    expect(push?.key).toBe(pull?.key);
    expect(Value.Check(Reading, pull)).toBe(true);
  });

  it('read the two bits of 8-byte records by the old table', () => {
    expect(pulled(8)?.verify).toEqual({ table: 'zkteco.verify-legacy', code: 1 });
    expect(pulled(8)?.deviceUserId).toBe('#7');
  });

  it('are not made of records that name nobody', () => {
    expect(pulled(40, undefined, '')).toBeNull();
    expect(pulled(40, undefined, '\x1b[2J')).toBeNull();
  });

  it('carry the offset that the terminal states', () => {
    expect(attlog('7\t2026-07-15 07:28:11\t0\t15\t0\t0\t0\t0\t0\t0\t+28800\t{}\n')?.time).toEqual({
      form: 'wall',
      wall: '2026-07-15T07:28:11',
      utcOffsetSeconds: 28_800,
    });
  });

  it('are not made of identity checks, doors or refusals', () => {
    expect(attlog('7\t2026-07-15 07:28:11\t0\t1\t0\t0\t0\t3171012345678901\t1\n')).toBeNull();
    expect(rtlog('time=2026-07-15 07:28:11\tpin=0\tevent=0\n')).toBeNull();
    expect(rtlog('time=2026-07-15 07:28:11\tpin=7\tevent=27\n')).toBeNull();
  });

  it('never hold passwords, card numbers or templates', () => {
    const secret =
      'USER PIN=7\tName=Sari\tPri=14\tPasswd=987654\tCard=[15CD5B07]\tGrp=1\nFP PIN=7\tFID=1\tSize=8\tValid=1\tTMP=TX9TUzIx\n';
    const { rows } = parseOperlog(bytes(secret));
    const [user, template] = rows;
    expect(user?.type).toBe('user');
    const reading = user?.type === 'user' ? deviceUserFromAdms(user) : null;
    const stored = JSON.stringify([reading, template, user?.raw]);
    expect(stored).not.toMatch(/987654|15CD5B07"|TX9TUzIx/);
    expect(reading).toMatchObject({ deviceUserId: '7', name: 'Sari', privilege: 'admin', card: true });
    expect(Value.Check(Reading, reading)).toBe(true);
  });

  it('of the same user have the same key by pull and by push', () => {
    const record = encodeUser(
      {
        uid: 3,
        deviceUserId: '7',
        name: 'Sari',
        nameFallback: false,
        privilege: 14,
        disabled: false,
        password: '987654',
        card: 123_456_789,
        group: 1,
        ownTimezones: false,
        timezones: [0, 0, 0],
      },
      72,
    );
    const pull = deviceUserFromRecord(decodeUser(record), { transport: 'zk-tcp' });
    const [row] = parseOperlog(bytes('USER PIN=7\tName=Sari\tPri=14\tCard=[15CD5B07]\n')).rows;
    const push = row?.type === 'user' ? deviceUserFromAdms(row) : null;
    expect(push?.key).toBe(pull.key);
    expect(JSON.stringify(pull)).not.toMatch(/987654|123456789/);
  });

  it('of operations keep what was done and by whom', () => {
    const [row] = parseOperlog(bytes('OPLOG 23\t5\t2026-07-15 07:00:00\t0\t0\t0\t0\n')).rows;
    const reading = row?.type === 'operation' ? operationFromOplog(row) : null;
    expect(reading).toMatchObject({ operation: { table: 'zkteco.operation', code: 23 }, operator: '5' });
    expect(Value.Check(Reading, reading)).toBe(true);
  });
});
