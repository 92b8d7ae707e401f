import type { Instant } from '../time/instant.js';
import type { SightingKind } from './sighting.js';

/**
 * Why a reading is somebody's.
 * - `same-event`: the device measured and recognised in one.
 * - `id-first`: recognised first, then measured, nobody else in between.
 * - `window`: exactly one person was there.
 * - `operator`: a person decided, when measuring or afterwards.
 */
export type BindingMethod = 'same-event' | 'id-first' | 'window' | 'operator';

/** What a person said about a reading afterwards. `who` and `eventId` null: it is nobody's. */
export interface OperatorDecision {
  readonly readingId: string;
  readonly who: string | null;
  /** The check-in that was meant, when the reading goes to one. */
  readonly eventId: string | null;
  readonly by: string;
}

export type PendingReason = 'nobody' | 'several' | 'unsure' | 'device-away';

interface Considered {
  readonly readingId: string;
  /** Keys of the visits that it could belong to. */
  readonly candidates: readonly string[];
}

/** What becomes of a reading. Exactly one for each. */
export type TemperatureOutcome =
  | (Considered & {
      readonly state: 'bound';
      readonly who: string;
      /** Null: the person is certain, but no visit of theirs is known. */
      readonly visitKey: string | null;
      readonly method: BindingMethod;
      readonly decidedBy: string | null;
    })
  /** Later news may still change it. */
  | (Considered & { readonly state: 'waiting'; readonly until: Instant })
  /**
   * For an operator. `unsure`: the one who fits does so by a clock, or a device, that is not sure. `device-away`: a device
   * of the station was not read since, and may have seen somebody else.
   */
  | (Considered & { readonly state: 'pending'; readonly reason: PendingReason })
  /** Nobody ever fitted. */
  | (Considered & { readonly state: 'unmatched' })
  /** An operator said that it is nobody's. */
  | (Considered & { readonly state: 'dismissed'; readonly decidedBy: string });

/** One person's coming to a station, as all its devices saw it. */
export interface Visit {
  /** Id of its first sighting. */
  readonly key: string;
  readonly who: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Ids of the attendance events, in order of time. */
  readonly sightings: readonly string[];
  readonly kinds: readonly SightingKind[];
  /** Readings that are this visit's, in order of time. */
  readonly readings: readonly string[];
  /** The one to show: the last stable one, else the last; null when there is none. */
  readonly readingId: string | null;
}

export interface Correlation {
  readonly visits: readonly Visit[];
  readonly outcomes: readonly TemperatureOutcome[];
}
