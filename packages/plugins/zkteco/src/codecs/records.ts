import type { CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { createBatch } from '../wire/attendance-batch.js';
import { decodeAttendanceColumns } from '../wire/attendance-columns.js';
import { type AttendanceLayout, requireLayout } from '../wire/attendance-layout.js';
import { tableRecords } from '../wire/bulk.js';
import { hex } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import { decodeOperation } from '../wire/operation-record.js';
import { decodeTemplateHead, decodeTemplateHeads, TEMPLATE_HEAD_BYTES } from '../wire/template-head.js';
import { chooseUserRecordSize, decodeUser, type UserRecord } from '../wire/user-record.js';
import { frameJson, readFrame } from './frame-input.js';
import { codec, encodingOf, recordJson, timeJson } from './json.js';

const isRecord = (context: CodecContext): boolean => context.transport === 'record';

const exactly = (what: string, input: Uint8Array, expected: number): void => {
  if (input.length !== expected) throw zkError('ZK_DATA_TOO_SHORT', { what, received: input.length, expected });
};

function attendance(layout: AttendanceLayout, input: Uint8Array) {
  exactly('attendance record', input, layout.recordBytes);
  const columns = decodeAttendanceColumns(input, layout);
  const record = createBatch(columns, layout.form !== 'number', () => input).record(0);
  const tail = layout.recordBytes > 40 ? { extra: hex(input.subarray(40)) } : {};
  return { ...recordJson(record, input, layout), ...tail };
}

const attendanceCodec = (recordBytes: number) =>
  codec(`att-${recordBytes}`, `Attendance record of ${recordBytes} bytes`, (input) =>
    attendance(requireLayout(recordBytes), input),
  );

/** A user as a capture shows it. The password is shown because vendors compare captures; the driver never passes it on. */
function userJson(user: UserRecord) {
  return {
    uid: user.uid,
    userId: user.deviceUserId,
    name: user.name,
    nameFallback: user.nameFallback,
    priv: user.privilege,
    disabled: user.disabled,
    password: user.password,
    card: user.card,
    group: user.group,
    ownTimezones: user.ownTimezones,
    tz: user.timezones,
  };
}

const userCodec = (recordBytes: 28 | 72) =>
  codec(`user-${recordBytes}`, `User record of ${recordBytes} bytes, alone or in CMD_USER_WRQ`, (input, context) => {
    if (isRecord(context) || input.length === recordBytes) {
      exactly('user record', input, recordBytes);
      return userJson(decodeUser(input, encodingOf(context)));
    }
    const captured = readFrame(input, context, COMMAND.USER_WRQ);
    exactly('user record', captured.frame.data, recordBytes);
    return { ...frameJson(captured), ...userJson(decodeUser(captured.frame.data, encodingOf(context))) };
  });

function inlineUsers(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, COMMAND.DATA);
  const records = tableRecords(captured.frame.data, 'users');
  const size = records.length === 0 ? 72 : chooseUserRecordSize(records, null);
  const users: UserRecord[] = [];
  for (let at = 0; at + size <= records.length; at += size) {
    users.push(decodeUser(records.subarray(at, at + size), encodingOf(context)));
  }
  return {
    ...frameJson(captured),
    innerSize: records.length,
    recordBytes: size,
    users: users.length,
    userIds: users.map((user) => user.deviceUserId),
    firstPriv: users[0]?.privilege ?? null,
  };
}

/** First bytes of a template: enough to tell its format ("SS21" is ZKFinger 10), nothing of the finger. */
const TEMPLATE_MARK_BYTES = 6;

function template(input: Uint8Array, context: CodecContext) {
  if (!isRecord(context)) {
    const captured = readFrame(input, context, COMMAND.DATA);
    const { data, session } = captured.frame;
    return { ...frameJson(captured), sequence: session, dataStartsWith: hex(data.subarray(0, TEMPLATE_MARK_BYTES)) };
  }
  const head = context.truncated === true ? decodeTemplateHead(input) : decodeTemplateHeads(input)[0];
  if (head === undefined) {
    throw zkError('ZK_DATA_TOO_SHORT', { what: 'template', received: 0, expected: TEMPLATE_HEAD_BYTES });
  }
  return { ...head };
}

/** Codecs of single table records. */
export const recordCodecs = [
  ...[8, 16, 40, 49].map(attendanceCodec),
  userCodec(72),
  userCodec(28),
  codec('data-users72', 'User table answered inline with CMD_DATA', inlineUsers),
  codec('template', 'Head of a fingerprint template; the template itself is not shown', template),
  codec('oplog-16', 'Entry of the operation log', (input) => {
    const { admin, operation, time, params } = decodeOperation(input);
    return { admin, op: operation, ...timeJson(time), params };
  }),
];
