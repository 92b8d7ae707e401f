import type { AttendanceEvent, EventFlag } from '../event/attendance-event.js';
import { eventId, type Sha256 } from '../event/event-id.js';
import type { LocalizedText } from '../i18n.js';
import type { FaceReading } from '../reading/face-reading.js';
import type { ProximityReading } from '../reading/proximity-reading.js';
import type { DeviceUserReading, OperationReading, PunchReading, Reading } from '../reading/reading.js';
import type { TemperatureReading } from '../reading/temperature-reading.js';
import { type TemperatureMeasurement, toMeasurement } from '../temperature/measurement.js';
import type { Instant } from '../time/instant.js';
import type { Zone } from '../time/zone.js';
import { type CodeTables, directionOf, methodsOf, operationOf } from '../vocabulary/code-table.js';
import { assuranceOf } from './assurance.js';
import type { ClockPolicy } from './clock-policy.js';
import { type ReadTime, readTime } from './device-clock.js';

/** What the hub knows beside the reading. The same reading in the same context always gives the same result. */
export interface NormaliseContext {
  readonly deviceId: string;
  /** Zone of the place where the device stands. */
  readonly zone: Zone;
  /** When the journal took the reading. */
  readonly receivedAt: Instant;
  readonly codeTables: CodeTables;
  readonly clockPolicy: ClockPolicy;
  readonly sha256: Sha256;
}

/** A user registered on a device, as the device last told. */
export interface ObservedDeviceUser {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly observedAt: Instant;
  readonly name: string | null;
  readonly privilege: NonNullable<DeviceUserReading['privilege']>;
  readonly hasCard: boolean | null;
  readonly enrolled: readonly { readonly method: string; readonly count: number }[];
}

/** Something done on the device itself. */
export interface DeviceOperation {
  readonly deviceId: string;
  readonly occurredAt: Instant;
  readonly receivedAt: Instant;
  readonly flags: readonly EventFlag[];
  readonly table: string;
  readonly code: number;
  readonly text: LocalizedText;
  /** True when an officer should be told at once: records deleted, clock moved, terminal opened, … */
  readonly alert: boolean;
  readonly operator: string | null;
  readonly values: readonly string[];
}

/** A beacon that a radio heard come or go. */
export interface ObservedProximity {
  readonly deviceId: string;
  readonly beaconId: string;
  readonly present: boolean;
  readonly proven: boolean;
  readonly medianDbm: number | null;
  readonly occurredAt: Instant;
  readonly flags: readonly EventFlag[];
}

export type Normalised =
  | { readonly kind: 'event'; readonly event: AttendanceEvent }
  | { readonly kind: 'user'; readonly user: ObservedDeviceUser }
  | { readonly kind: 'operation'; readonly operation: DeviceOperation }
  | { readonly kind: 'temperature'; readonly temperature: TemperatureMeasurement }
  | { readonly kind: 'proximity'; readonly proximity: ObservedProximity };

/**
 * Says what a reading means. Total: every valid reading gives a result, an impossible time included, because a scan that
 * cannot count must still be seen. Rules of time are in `readTime`, of method strength in `assuranceOf`.
 */
export function normalise(reading: Reading, context: NormaliseContext): Normalised {
  switch (reading.kind) {
    case 'punch':
      return { kind: 'event', event: toEvent(reading, context) };
    case 'device-user':
      return { kind: 'user', user: toUser(reading, context) };
    case 'operation':
      return { kind: 'operation', operation: toOperation(reading, context) };
    case 'temperature':
      return { kind: 'temperature', temperature: temperatureOf(reading, context) };
    case 'proximity':
      return { kind: 'proximity', proximity: proximityOf(reading, context) };
    case 'face':
      return { kind: 'event', event: faceEvent(reading, context) };
  }
}

function toEvent(reading: PunchReading, context: NormaliseContext): AttendanceEvent {
  const { deviceId, receivedAt, codeTables } = context;
  const time = timeOf(reading, reading.live, context);
  const methods = methodsOf(codeTables, reading.verify);
  const flags: readonly EventFlag[] = methods.includes('unknown') ? [...time.flags, 'unknown-method'] : time.flags;
  return {
    id: eventId(context.sha256, deviceId, reading.deviceUserId, time.identity),
    deviceId,
    deviceUserId: reading.deviceUserId,
    occurredAt: time.occurredAt,
    wall: time.wall,
    zone: context.zone.name,
    receivedAt,
    clockOffsetMs: reading.clockOffsetMs ?? null,
    methods,
    direction: directionOf(codeTables, reading.state),
    assurance: assuranceOf(methods),
    verdict: time.verdict,
    flags,
    workCode: reading.workCode ?? null,
    transport: reading.transport,
  };
}

/** A face that is alike, or that failed the challenge, is evidence for an officer and not yet attendance. */
function faceEvent(reading: FaceReading, context: NormaliseContext): AttendanceEvent {
  const time = timeOf(reading, true, context);
  const doubts: EventFlag[] = [];
  if (reading.band === 'review') doubts.push('face-alike');
  if (reading.liveness === 'challenge-failed') doubts.push('liveness-failed');
  return {
    id: eventId(context.sha256, context.deviceId, reading.deviceUserId, time.identity),
    deviceId: context.deviceId,
    deviceUserId: reading.deviceUserId,
    occurredAt: time.occurredAt,
    wall: time.wall,
    zone: context.zone.name,
    receivedAt: context.receivedAt,
    clockOffsetMs: reading.clockOffsetMs ?? null,
    methods: ['face'],
    direction: 'unknown',
    assurance: assuranceOf(['face']),
    verdict: time.verdict === 'accepted' && doubts.length > 0 ? 'review' : time.verdict,
    flags: [...time.flags, ...doubts],
    workCode: null,
    transport: reading.transport,
  };
}

function toUser(reading: DeviceUserReading, context: NormaliseContext): ObservedDeviceUser {
  return {
    deviceId: context.deviceId,
    deviceUserId: reading.deviceUserId,
    observedAt: context.receivedAt,
    name: reading.name ?? null,
    privilege: reading.privilege ?? 'user',
    hasCard: reading.card ?? null,
    enrolled: reading.enrolled ?? [],
  };
}

function toOperation(reading: OperationReading, context: NormaliseContext): DeviceOperation {
  const time = timeOf(reading, false, context);
  const { table, code } = reading.operation;
  return {
    deviceId: context.deviceId,
    occurredAt: time.occurredAt,
    receivedAt: context.receivedAt,
    flags: time.flags,
    table,
    code,
    ...operationOf(context.codeTables, reading.operation),
    operator: reading.operator ?? null,
    values: reading.values,
  };
}

function temperatureOf(reading: TemperatureReading, context: NormaliseContext): TemperatureMeasurement {
  const time = timeOf(reading, reading.live, context);
  return toMeasurement(reading, time, context);
}

function proximityOf(reading: ProximityReading, context: NormaliseContext): ObservedProximity {
  const { occurredAt, flags } = timeOf(reading, true, context);
  const { beaconId, present, proven, medianDbm } = reading;
  return { deviceId: context.deviceId, beaconId, present, proven, medianDbm, occurredAt, flags };
}

function timeOf(
  reading: PunchReading | OperationReading | TemperatureReading | ProximityReading | FaceReading,
  live: boolean,
  context: NormaliseContext,
): ReadTime {
  return readTime(reading.time, { key: reading.key, live, clockOffsetMs: reading.clockOffsetMs ?? 0 }, context);
}
