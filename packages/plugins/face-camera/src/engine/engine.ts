import type { FaceModelRef, FaceService } from '@hadir/sdk';

/**
 * Recognition as the driver sees it. It knows pictures, templates and person keys; it knows no device, no transport and
 * no hub. Models run in threads of their own, so that no call blocks the caller's event loop for more than a copy of the
 * picture. Everything that it holds of people is in memory and gone with `close`.
 *
 * Open it with `openFaceEngine` (open-engine.ts). Left out on purpose: scores. They never leave the engine.
 */
export interface FaceEngine {
  /** The models that are live. The first is preferred; others keep people recognisable until they are enrolled again. */
  readonly models: readonly FaceModelRef[];
  /** What the hub may ask and needs no device: hand these on as they are, beside `capture`, `send` and `withdraw`. */
  readonly service: EngineService;
  /** Starts to look at one camera's frames. Close it with the camera. */
  watch(options: WatchOptions): FaceWatch;
  /** For diagnostics: counts and times, nothing of people. */
  stats(): EngineStats;
  /** Ends threads and forgets everything. May be called twice. */
  close(): Promise<void>;
}

export type EngineService = Required<
  Pick<FaceService, 'models' | 'assess' | 'compare' | 'load' | 'forget' | 'calibrate'>
>;

export interface WatchOptions {
  /** The galleries (units) in which people are looked for here. Null: in all; an explicit permission of the site. */
  readonly galleries: readonly string[] | null;
  /** Left out: by the preferred model and by how many people the galleries hold. */
  readonly rules?: Partial<DecisionRules>;
  /**
   * `challenge`: one person before a kiosk is asked to turn the head and to blink before anything is accepted.
   * Needs at least 5 frames per second.
   */
  readonly liveness?: 'none' | 'challenge';
  /** Looks for far faces too (below about 6 % of the picture's width), at five times the cost of detection. */
  readonly farFaces?: boolean;
}

/** When a face is a person. All scores are cosines of the model in use. */
export interface DecisionRules {
  /** From here on a face counts, if `margin` and `frames` agree. Above 1: nobody is accepted without an officer. */
  readonly accept: number;
  /** From here up to `accept` an officer looks. Below, the face is unknown. */
  readonly review: number;
  /** What the best person must be ahead of the second. */
  readonly margin: number;
  /** So many of the last `outOf` assessed frames must agree on the person. */
  readonly frames: number;
  readonly outOf: number;
  /** Faces narrower than this are not assessed: never named. At least 60. */
  readonly minFacePx: number;
  /** The same person is not told again within this time. */
  readonly repeatMs: number;
  /** A face that was not seen for this long has left. */
  readonly leftAfterMs: number;
  /** After this long before the camera without being accepted, a person is told as `review`. */
  readonly reviewAfterMs: number;
}

/** One camera's view over time. Frames go in one after the other; it refuses a second one while one is at work. */
export interface FaceWatch {
  /**
   * Looks at one frame (JPEG or PNG).
   * @param atMs When the frame was taken, on any clock that only goes forward. Frames must come in order.
   * @throws FACE_PICTURE_INVALID, FACE_ENGINE_BUSY, FACE_MODEL_*, FACE_THREAD_ENDED, FACE_ENGINE_CLOSED, the signal's reason.
   */
  see(picture: Uint8Array, atMs: number, signal: AbortSignal): Promise<FrameResult>;
  /** Without a frame: ends tracks whose face has left, and tells what was still open. Call it when frames pause. */
  settle(atMs: number): readonly FaceDecision[];
  close(): void;
}

export interface FrameResult {
  /** Every face of the frame, for status and diagnostics. */
  readonly faces: readonly SeenFace[];
  /** People to tell the hub of now; empty for most frames. */
  readonly decisions: readonly FaceDecision[];
  /** With `liveness: 'challenge'` and somebody there: what to do now. */
  readonly prompt: ChallengePrompt | null;
}

export interface SeenFace {
  /** The same number as long as the face is followed from frame to frame. */
  readonly track: number;
  /** In pixels of the frame. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** `not-assessed`: too small or too poor a view to say anything; `why` tells. */
  readonly state: 'not-assessed' | 'unknown' | 'review' | 'accept';
  readonly why: 'too-small' | 'looks-away' | 'blurred' | 'too-dark' | 'too-bright' | null;
}

/** What a `face` reading says, but for its time and key. */
export interface FaceDecision {
  readonly personKey: string;
  readonly band: 'accept' | 'review';
  readonly model: FaceModelRef;
  readonly thresholds: {
    readonly accept: number;
    readonly review: number;
    readonly margin: number;
    readonly frames: number;
    readonly outOf: number;
  };
  readonly agreed: number;
  readonly assessed: number;
  readonly liveness: 'none' | 'challenge-passed' | 'challenge-failed';
  /** What a weak model of one picture said, 0 to 1, more is more alive: recorded, never decisive. Null when not taken. */
  readonly passive: number | null;
  /** When the frame that settled it was taken (`atMs` of `see`). */
  readonly atMs: number;
}

/** What the person is asked to do. Left and right are the person's own. */
export type ChallengeStep = 'turn-left' | 'turn-right' | 'blink';
export interface ChallengePrompt {
  readonly state: 'running' | 'passed' | 'failed';
  readonly step: ChallengeStep | null;
  readonly remainingMs: number;
}

export interface EngineStats {
  readonly threads: number;
  readonly frames: number;
  readonly waiting: number;
  /** Mean of the last 100 frames, from the call of `see` to its answer. */
  readonly frameMs: number;
  readonly people: number;
  readonly templates: number;
  /** `usearch` or `javascript`. */
  readonly search: string;
}

export interface FaceEngineOptions {
  /** Ids of built-in models or a site's own specification files in `cacheFolder`, in order of preference. 1 to 4. */
  readonly models: readonly string[];
  /** Recognition threads: one for each core that may be used. 0 runs everything in the calling thread (tests). */
  readonly threads: number;
  /** The plugin's private folder, with converted models and the site's own; null converts again at each start (0.3 s). */
  readonly cacheFolder: string | null;
}
