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

export const EVENT_FLAGS = [
  'clock-skew',
  'clock-corrected',
  'clock-unset',
  'time-invalid',
  'time-absent',
  'time-future',
  'offset-stated',
  'unknown-method',
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
  /** IANA zone in which `wall` was read. */
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
