import { hash } from 'node:crypto';
import {
  type AttendanceEvent,
  type ClockPolicy,
  type CodeTables,
  type DeviceOperation,
  instant,
  type NormaliseContext,
  normalise,
  type ObservedDeviceUser,
  type Reading,
  type Zone,
  zoneOf,
} from '@hadir/core';
import { storableText } from '../store/index.js';
import { keyDayOf, type PlacedTemperature } from '../temperature/index.js';
import type { JournalRow } from './claim.js';
import { normaliseError } from './errors.js';

export interface PlacedEvent {
  readonly event: AttendanceEvent;
  readonly journalSeq: number;
}

/** A row that could not be understood. */
export interface Unreadable {
  readonly deviceId: string;
  readonly seq: number;
  readonly reason: string;
}

/** What a run of journal rows says. */
export interface Meaning {
  /** Each event id once: the first row that tells of it. */
  readonly events: readonly PlacedEvent[];
  /** Each device user once: the last word. */
  readonly users: readonly ObservedDeviceUser[];
  readonly alerts: readonly DeviceOperation[];
  readonly temperatures: readonly PlacedTemperature[];
  readonly unreadable: readonly Unreadable[];
}

export interface MeaningContext {
  readonly zones: ReadonlyMap<string, string>;
  readonly codeTables: CodeTables;
  readonly clockPolicy: ClockPolicy;
}

/** JSON's way to write what no column can hold: U+0000 and surrogates. As good as never there, so looked for first. */
const ODD_ESCAPE = /\\u(0000|d)/;

function parseBody(body: string): Reading {
  if (!ODD_ESCAPE.test(body)) return JSON.parse(body) as Reading;
  return JSON.parse(body, (_, value: unknown) => (typeof value === 'string' ? storableText(value) : value)) as Reading;
}

/** What the later word leaves open stays as the earlier one told. */
function laterWord(earlier: ObservedDeviceUser | undefined, later: ObservedDeviceUser): ObservedDeviceUser {
  if (earlier === undefined) return later;
  return {
    ...later,
    name: later.name ?? earlier.name,
    hasCard: later.hasCard ?? earlier.hasCard,
    enrolled: later.enrolled.length === 0 ? earlier.enrolled : later.enrolled,
  };
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Pure but for the hash function. A row that cannot be understood is set apart and hinders no other. */
export function meaningOf(
  rows: readonly JournalRow[],
  context: MeaningContext,
  keyDays: ReadonlyMap<JournalRow, string> = new Map(),
): Meaning {
  const events = new Map<string, PlacedEvent>();
  const users = new Map<string, ObservedDeviceUser>();
  const alerts: DeviceOperation[] = [];
  const temperatures = new Map<string, PlacedTemperature>();
  const unreadable: Unreadable[] = [];
  const zones = new Map<string, Zone>();
  for (const row of rows) {
    const { deviceId, seq, receivedAtMs, body } = row;
    try {
      const reading = parseBody(body);
      const result = normalise(reading, {
        deviceId,
        zone: zoneFor(deviceId, zones, context),
        receivedAt: instant(receivedAtMs),
        codeTables: context.codeTables,
        clockPolicy: context.clockPolicy,
        sha256,
      } satisfies NormaliseContext);
      switch (result.kind) {
        case 'event':
          if (!events.has(result.event.id)) events.set(result.event.id, { event: result.event, journalSeq: seq });
          break;
        case 'user':
          addUser(users, result.user);
          break;
        case 'temperature': {
          const keyDay = keyDays.get(row) ?? keyDayOf(instant(receivedAtMs));
          temperatures.set(result.temperature.id, { temperature: result.temperature, journalSeq: seq, keyDay });
          break;
        }
        case 'operation':
          if (result.operation.alert) alerts.push(result.operation);
          break;
      }
    } catch (error) {
      unreadable.push({ deviceId, seq, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return {
    events: [...events.values()],
    users: [...users.values()],
    alerts,
    temperatures: [...temperatures.values()],
    unreadable,
  };
}

function addUser(users: Map<string, ObservedDeviceUser>, user: ObservedDeviceUser): void {
  const key = `${user.deviceId} ${user.deviceUserId}`;
  users.set(key, laterWord(users.get(key), user));
}

function zoneFor(deviceId: string, made: Map<string, Zone>, context: MeaningContext): Zone {
  const ready = made.get(deviceId);
  if (ready !== undefined) return ready;
  const name = context.zones.get(deviceId);
  if (name === undefined) throw normaliseError('NORMALISE_DEVICE_MISSING', { deviceId });
  const zone = zoneOf(name);
  made.set(deviceId, zone);
  return zone;
}
