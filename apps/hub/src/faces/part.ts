import type { FaceContext } from './context.js';
import type { Galleries } from './gallery.js';
import type { Likeness } from './likeness.js';

/** Faces at work: what the routes call. */
export interface FacePart {
  readonly context: FaceContext;
  readonly galleries: Galleries;
  /** Aborts when the hub stops. What must not be left halfway listens to this, not to the caller that may hang up. */
  readonly signal: AbortSignal;
  /** Runs what must not happen twice at once: an enrolment that goes live, an erasure. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Looks at an open enrolment as its finish will. @throws FACE_SESSION_CLOSED, FACE_NO_RECOGNISER */
  check(enrolmentId: string): Promise<Likeness>;
  /** Looks for work now instead of at the next round. */
  kick(): void;
}
