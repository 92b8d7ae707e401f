import type { Tally, Vote } from '../decision/tally.js';
import type { Challenge } from '../liveness/challenge.js';
import type { Sight } from './assign.js';

/** One face followed from frame to frame. Replaced as a whole with each frame. */
export interface Track extends Sight {
  readonly id: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** By model: what each assessed frame said, oldest first. */
  readonly votes: readonly (readonly Vote[])[];
  /** Somebody whom an officer should look at, unless acceptance comes first. */
  readonly open: Settled | null;
  /** Who was accepted: an officer need not look at the same person again when the view gets worse. */
  readonly accepted: string | null;
  readonly challenge: Challenge | null;
  /** The first passive score that was taken of this face. */
  readonly passive: number | null;
  /** The vector with which the challenge began. */
  readonly challenged: Float32Array | null;
}

/** A tally that is worth telling, and by which model and when. */
export interface Settled {
  readonly model: number;
  readonly tally: Tally & { readonly personKey: string };
  readonly atMs: number;
  /** How many people were searched: the rules depend on it. */
  readonly people: number;
}
