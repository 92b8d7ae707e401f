import type { Verdict } from '../../event/attendance-event.js';
import type { WallTime } from '../../time/wall-time.js';
import type { Method } from '../../vocabulary/method.js';
import type { AbsenceType } from './absence.js';

/** One scan of the person, as the day sees it: an attendance event in the zone of the place of work. */
export interface Scan {
  /** Id of the attendance event; two scans with one id are one. */
  readonly eventId?: string;
  readonly at: WallTime;
  readonly deviceId: string;
  /** Unknown unless given; the method policy then does not let it count. */
  readonly methods?: readonly Method[];
  /** The phone proved to be near the office's beacon. */
  readonly nearBeacon?: boolean;
  /** The event's verdict; `accepted` unless given. */
  readonly verdict?: Verdict;
  /** The device belongs to another unit than the person's. It counts, and is flagged. */
  readonly otherUnit?: boolean;
}

export type DecisionState = 'pending' | 'approved' | 'rejected';

/** Somebody asks, or has asked, to be excused. From second to second, both included. */
export interface AbsenceRequest {
  readonly id?: string;
  readonly type: AbsenceType;
  readonly from: WallTime;
  readonly to: WallTime;
  readonly state: DecisionState;
}

/** Manual attendance: a decision that somebody came or left at a time, with its reason. Never replaces a scan in the record. */
export interface ManualEntry {
  readonly id?: string;
  readonly session: 'in' | 'out' | 'apel';
  readonly at: WallTime;
  readonly state: DecisionState;
  readonly reason: string;
}

/** What is known of the morning assembly on this day for this person. */
export interface Apel {
  /** False when it was called off (rain, Ramadan); then nobody missed it. */
  readonly held: boolean;
  readonly required: boolean;
  /** From a written list; null when scans decide, through the schedule's `apelWindow`. */
  readonly present: boolean | null;
  readonly excused: boolean;
}
