import type { Instant } from '../time/instant.js';
import type { WallTime } from '../time/wall-time.js';
import type { Direction } from '../vocabulary/direction.js';
import type { Method } from '../vocabulary/method.js';

/**
 * What the hub thinks of the event as evidence. Never a judgement of the person.
 * - `accepted`: counts.
 * - `review`: an officer must look first (clock off, minute-only time, …); `flags` say why.
 * - `rejected`: can never count (impossible date); kept and shown.
 */
export type Verdict = 'accepted' | 'review' | 'rejected';

/**
 * - `clock-skew`: the device's clock was measured to be off, and the time could not be corrected for sure.
 * - `clock-corrected`: the clock was off by a measured amount, and `occurredAt` is corrected by it.
 * - `clock-unset`: the device's clock stood at its beginning (1970, 2000); the time says nothing.
 * - `time-invalid`: the device named a moment that no calendar has.
 * - `time-absent`: the device has no clock; the time of receipt is used.
 * - `time-future`: the device's time lies after its receipt.
 * - `offset-stated`: the device stated its offset from UTC, and it differs from the zone of its place.
 * - `wall-ambiguous`: the wall time was skipped or repeated when clocks were changed (never in Indonesia).
 * - `unknown-method`: how the person was recognised is not known.
 * - `face-alike`: the face is alike, but not enough to be sure; an officer looks.
 * - `liveness-failed`: the person did not do what the camera asked for to see that it is no picture.
 */
export const EVENT_FLAGS = [
  'clock-skew',
  'clock-corrected',
  'clock-unset',
  'time-invalid',
  'time-absent',
  'time-future',
  'offset-stated',
  'wall-ambiguous',
  'unknown-method',
  'face-alike',
  'liveness-failed',
] as const;
export type EventFlag = (typeof EVENT_FLAGS)[number];

/** How strongly the method proves who it was: two or more factors, a body feature, a thing, a word, or a person's say-so. */
export type Assurance = 'multi-factor' | 'biometric' | 'possession' | 'knowledge' | 'statement' | 'unknown';

/**
 * One scan of one device user, whatever number of readings told of it.
 * Immutable facts; who the person is follows from the dated mapping and is attached when read.
 */
export interface AttendanceEvent {
  /** Deterministic: the same scan gives the same id on every machine and every time. UUID text. */
  readonly id: string;
  readonly deviceId: string;
  readonly deviceUserId: string;
  /** Best knowledge of the instant; equals `receivedAt` only when the device gave no usable time. */
  readonly occurredAt: Instant;
  /** The device's own wall time as shown to the person, null when it gave none. */
  readonly wall: WallTime | null;
  /** IANA zone of the place where the device stands. */
  readonly zone: string;
  readonly receivedAt: Instant;
  readonly clockOffsetMs: number | null;
  readonly methods: readonly Method[];
  readonly direction: Direction;
  readonly assurance: Assurance;
  readonly verdict: Verdict;
  readonly flags: readonly EventFlag[];
  readonly workCode: string | null;
  readonly transport: string;
}
