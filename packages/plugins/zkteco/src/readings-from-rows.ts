import type {
  DeviceUserReading,
  OperationReading,
  PunchReading,
  TemperatureMode,
  TemperatureReading,
} from '@hadir/sdk';
import type { RtlogRow } from './adms/parse-access.js';
import type { AttlogRow } from './adms/parse-attlog.js';
import type { AdmsUserRow, OplogRow } from './adms/parse-operlog.js';
import {
  deviceUserReading,
  hexEvidence,
  operationReading,
  punchReading,
  temperatureReading,
  textEvidence,
  type ZkTransport,
} from './readings.js';
import type { SoapPunch } from './soap/parse-answers.js';
import type { AttendanceRecord } from './wire/attendance-batch.js';
import type { AttendanceLayout } from './wire/attendance-layout.js';
import { hex } from './wire/bytes.js';
import type { PunchEvent } from './wire/event-punch.js';
import type { OperationRecord } from './wire/operation-record.js';
import { unknownSlotId } from './wire/user-id-table.js';
import type { UserRecord } from './wire/user-record.js';

/** What the caller knows beside the row itself. */
export interface ReadingContext {
  readonly transport: ZkTransport;
  /** Device clock minus host clock as measured in this session, in ms. */
  readonly clockOffsetMs?: number | undefined;
}

/** Text of a field that must be printable to stand for a person. */
export function isReadableUserId(deviceUserId: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/.test(deviceUserId);
}

/** Null when the record names nobody: report it with its bytes, never drop it silently. */
export function punchFromRecord(
  record: AttendanceRecord,
  raw: Uint8Array,
  layout: AttendanceLayout,
  context: ReadingContext,
): PunchReading | null {
  if (!isReadableUserId(record.deviceUserId)) return null;
  const legacy = layout.form === 'slot' || layout.form === 'slot-mixed';
  return punchReading({
    ...record,
    transport: context.transport,
    live: false,
    raw: hexEvidence(raw),
    verifyTable: legacy ? 'zkteco.verify-legacy' : 'zkteco.verify',
    clockOffsetMs: context.clockOffsetMs,
  });
}

/** @param userIdOfSlot for the short forms, which name a slot only; null when the event names nobody */
export function punchFromEvent(
  event: PunchEvent,
  userIdOfSlot: (uid: number) => string | undefined,
  context: ReadingContext,
): PunchReading | null {
  const deviceUserId =
    event.deviceUserId ?? (event.uid === null ? '' : (userIdOfSlot(event.uid) ?? unknownSlotId(event.uid)));
  if (!isReadableUserId(deviceUserId)) return null;
  return punchReading({
    ...event,
    deviceUserId,
    transport: context.transport,
    live: true,
    raw: { encoding: 'hex', data: event.raw },
    clockOffsetMs: context.clockOffsetMs,
  });
}

export function operationFromRecord(
  record: OperationRecord,
  raw: Uint8Array,
  context: ReadingContext,
): OperationReading {
  return operationReading({
    operation: record.operation,
    operator: String(record.admin),
    time: record.time,
    values: record.params,
    transport: context.transport,
    raw: { encoding: 'hex', data: hex(raw) },
    clockOffsetMs: context.clockOffsetMs,
  });
}

export function deviceUserFromRecord(user: UserRecord, context: ReadingContext): DeviceUserReading {
  return deviceUserReading({ ...user, hasCard: user.card !== 0, transport: context.transport });
}

/** Null for rows that only checked an identity card. */
export function punchFromAttlog(row: AttlogRow, live: boolean, clockOffsetMs?: number): PunchReading | null {
  if (row.identityCheck) return null;
  return punchReading({ ...row, transport: 'adms', live, raw: textEvidence(row.raw), clockOffsetMs });
}

/** Null when the site does not take temperatures, or when none came with the punch. */
export function temperatureFrom(
  row: Pick<AttlogRow | RtlogRow, 'deviceUserId' | 'time' | 'temperature'> & {
    readonly utcOffsetSeconds?: number | null;
  },
  mode: TemperatureMode | null,
  live: boolean,
): TemperatureReading | null {
  const { temperature } = row;
  return mode === null || temperature === null
    ? null
    : temperatureReading({ ...row, temperature, mode, live, transport: 'adms' });
}

export function operationFromOplog(row: OplogRow & { readonly raw: string }, clockOffsetMs?: number): OperationReading {
  return operationReading({
    operation: row.operation,
    operator: row.operator,
    time: row.time,
    values: row.values,
    transport: 'adms',
    raw: textEvidence(row.raw),
    clockOffsetMs,
  });
}

export function deviceUserFromAdms(row: AdmsUserRow): DeviceUserReading {
  return deviceUserReading({ ...row, transport: 'adms' });
}

/** In/out of access firmware: 0 in, 1 out, anything else says nothing. Null for rows that are no punch. */
export function punchFromRtlog(row: RtlogRow, live: boolean, clockOffsetMs?: number): PunchReading | null {
  if (!row.isPunch) return null;
  const state = row.inOut === 0 || row.inOut === 1 ? row.inOut : null;
  return punchReading({
    deviceUserId: row.deviceUserId,
    time: row.time,
    verify: row.verify,
    state,
    transport: 'adms',
    live,
    raw: textEvidence(row.raw),
    clockOffsetMs,
  });
}

/** Always from the terminal's memory: this service tells nothing live. */
export function punchFromSoap(row: SoapPunch, clockOffsetMs?: number): PunchReading {
  return punchReading({ ...row, transport: 'soap', live: false, raw: textEvidence(row.raw), clockOffsetMs });
}
