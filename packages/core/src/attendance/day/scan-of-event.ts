import type { AttendanceEvent } from '../../event/attendance-event.js';
import type { Zone } from '../../time/zone.js';
import type { Scan } from './evidence.js';

/** What the hub knows of an event's device beside the event. */
export interface ScanContext {
  /** Zone of the place of work, in which the day is counted. */
  readonly zone: Zone;
  readonly otherUnit: boolean;
  readonly nearBeacon: boolean;
}

/** An attendance event as evidence for a day: its instant becomes the wall time of the place of work. */
export function scanOfEvent(event: AttendanceEvent, { zone, otherUnit, nearBeacon }: ScanContext): Scan {
  return {
    eventId: event.id,
    at: zone.wallOf(event.occurredAt),
    deviceId: event.deviceId,
    methods: event.methods,
    verdict: event.verdict,
    otherUnit,
    nearBeacon,
  };
}
