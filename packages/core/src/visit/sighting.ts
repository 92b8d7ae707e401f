import type { Instant } from '../time/instant.js';

export type SightingKind = 'punch' | 'face' | 'proximity';

/** A device of the station recognised somebody. */
export interface IdentitySighting {
  /** Of the attendance event. */
  readonly id: string;
  readonly deviceId: string;
  readonly kind: SightingKind;
  /** Equal for the same person. Where the person is not known yet: the device and its user number. */
  readonly who: string;
  readonly at: Instant;
  /** False when the clock behind `at` may be off by more than the rules' seconds. */
  readonly isTimeSure: boolean;
  /** False when the device itself doubts who it was: a face that is alike, a challenge that failed. */
  readonly isPersonSure: boolean;
}

/** Whose a reading is, when that was said together with it. */
export interface StatedPerson {
  readonly who: string;
  /** The check-in that the device told of in the same breath; null when there is none. */
  readonly eventId: string | null;
  /** The officer who said so; null when the device knew the person itself. */
  readonly by: string | null;
}

/** A thermometer of the station measured somebody. */
export interface TemperatureSighting {
  readonly id: string;
  readonly deviceId: string;
  /** From the first sample … */
  readonly startedAt: Instant;
  /** … to the last. */
  readonly at: Instant;
  readonly isTimeSure: boolean;
  readonly stable: boolean;
  readonly stated: StatedPerson | null;
}
