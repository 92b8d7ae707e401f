import type { Box } from '../image/rgb-image.js';
import type { SeenFace } from './engine.js';

/** One face of a frame, as the recognition thread hands it over. */
export interface FaceView {
  readonly box: Box;
  readonly widthPx: number;
  readonly yaw: number;
  /** Why it is not to be looked up; null when it is. */
  readonly why: SeenFace['why'];
  /** Unit vectors by the models asked for, null where it was not embedded. */
  readonly vectors: readonly (Float32Array | null)[];
  /** Read of the widest face only, and only when asked for. */
  readonly eyes: 'open' | 'closed' | 'unclear';
  /** How much one picture looks like a living face, 0 to 1; null when not asked for or not assessed. */
  readonly passive: number | null;
}

export interface LookOptions {
  readonly farFaces: boolean;
  readonly minFacePx: number;
  /** Places of the models to run; the first one always runs. */
  readonly models: readonly number[];
  /** For the challenge: eyes are read, and the widest face is embedded wherever it looks. */
  readonly challenge: boolean;
  /** Whether the passive score is taken of the faces that are assessed. */
  readonly passive: boolean;
}
