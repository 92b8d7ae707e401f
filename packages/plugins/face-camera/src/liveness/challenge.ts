import type { ChallengeStep } from '../engine/engine.js';

/**
 * The active challenge: turn left, turn right, blink, in an order that nobody knows before, within a few seconds, always
 * with the same face. Stops a printed photograph; does not stop a video made to measure or a mask, and is no certified
 * attack detection (ISO/IEC 30107-3). Pure: time and readings come in, a state comes out.
 */
export type Challenge =
  | {
      readonly state: 'running';
      /** What is still to be done, the next first. */
      readonly steps: readonly [ChallengeStep, ...ChallengeStep[]];
      readonly endsAtMs: number;
      /** Since this step began: a blink is eyes that were open and then are closed. */
      readonly eyesWereOpen: boolean;
      /** A head that is already turned has not been turned when asked. */
      readonly wasStraight: boolean;
    }
  | { readonly state: 'passed' }
  | { readonly state: 'failed'; readonly why: 'time' | 'other-face' | 'lost' };

export interface ChallengeReading {
  readonly atMs: number;
  /** As in `FaceQuality`: positive to the person's left. */
  readonly yaw: number;
  readonly eyes: 'open' | 'closed' | 'unclear';
  /** Whether it is still the face with which the challenge began. */
  readonly sameFace: boolean;
}

const STEPS: readonly ChallengeStep[] = ['turn-left', 'turn-right', 'blink'];
const CHALLENGE_MS = 5_000;
/** About 25°: more than the wobble of a face that looks at a screen, less than what hides the other eye. */
const TURNED = 0.28;
const STRAIGHT = 0.15;

/** @param random Numbers from 0 up to 1, not to be guessed: from `node:crypto`, not `Math.random`. */
export function startChallenge(atMs: number, random: () => number, limitMs = CHALLENGE_MS): Challenge {
  const left = [...STEPS];
  const steps: ChallengeStep[] = [];
  while (left.length > 0) steps.push(...left.splice(Math.floor(random() * left.length), 1));
  const [first = 'blink', ...rest] = steps;
  return {
    state: 'running',
    steps: [first, ...rest],
    endsAtMs: atMs + limitMs,
    eyesWereOpen: false,
    wasStraight: false,
  };
}

export function continueChallenge(challenge: Challenge, reading: ChallengeReading): Challenge {
  if (challenge.state !== 'running') return challenge;
  if (reading.atMs > challenge.endsAtMs) return { state: 'failed', why: 'time' };
  if (!reading.sameFace) return { state: 'failed', why: 'other-face' };
  const eyesWereOpen = challenge.eyesWereOpen || reading.eyes === 'open';
  const wasStraight = challenge.wasStraight || Math.abs(reading.yaw) <= STRAIGHT;
  const [step, next, ...rest] = challenge.steps;
  if (!done(step, reading, { eyesWereOpen, wasStraight })) return { ...challenge, eyesWereOpen, wasStraight };
  if (next === undefined) return { state: 'passed' };
  return { ...challenge, steps: [next, ...rest], eyesWereOpen: false, wasStraight: Math.abs(reading.yaw) <= STRAIGHT };
}

function done(
  step: ChallengeStep,
  { yaw, eyes }: ChallengeReading,
  before: { readonly eyesWereOpen: boolean; readonly wasStraight: boolean },
): boolean {
  switch (step) {
    case 'turn-left':
      return before.wasStraight && yaw >= TURNED;
    case 'turn-right':
      return before.wasStraight && yaw <= -TURNED;
    case 'blink':
      return before.eyesWereOpen && eyes === 'closed';
  }
}
