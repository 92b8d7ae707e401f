import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChallengeStep } from '../engine/engine.js';
import { type Challenge, type ChallengeReading, continueChallenge, startChallenge } from './challenge.js';

const inOrder = (): number => 0;
const straight: ChallengeReading = { atMs: 0, yaw: 0, eyes: 'open', sameFace: true };
/** What a person does for a step, frame by frame. */
const ACTS: Readonly<Record<ChallengeStep, readonly Partial<ChallengeReading>[]>> = {
  'turn-left': [{ yaw: 0.05 }, { yaw: 0.2 }, { yaw: 0.35 }],
  'turn-right': [{ yaw: 0.02 }, { yaw: -0.2 }, { yaw: -0.35 }],
  blink: [{ yaw: 0 }, { yaw: 0, eyes: 'closed' }],
};

function act(challenge: Challenge, readings: readonly Partial<ChallengeReading>[], stepMs = 200): Challenge {
  return readings.reduce<Challenge>(
    (state, reading, index) => continueChallenge(state, { ...straight, atMs: (index + 1) * stepMs, ...reading }),
    challenge,
  );
}
const steps = (challenge: Challenge): readonly ChallengeStep[] =>
  challenge.state === 'running' ? challenge.steps : [];

describe('the active challenge', () => {
  it('is passed by doing what is asked, in whatever order it is asked', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (stream) => {
        const started = startChallenge(0, () => stream.next().value);
        expect([...steps(started)].sort()).toEqual(['blink', 'turn-left', 'turn-right']);
        expect(
          act(
            started,
            steps(started).flatMap((step) => ACTS[step]),
          ),
        ).toEqual({ state: 'passed' });
      }),
    );
  });

  it('uses every order', () => {
    const orders = new Set<string>();
    for (const first of [0, 0.4, 0.8]) {
      for (const second of [0, 0.8]) {
        const values = [first, second, 0];
        orders.add(steps(startChallenge(0, () => values.shift() ?? 0)).join());
      }
    }
    expect(orders.size).toBe(6);
  });

  it('asks for the next step only when the one before is done', () => {
    const started = startChallenge(0, inOrder);
    expect(steps(started)).toEqual(['turn-left', 'turn-right', 'blink']);
    expect(steps(act(started, ACTS['turn-right']))).toHaveLength(3);
    expect(steps(act(started, ACTS['turn-left']))).toEqual(['turn-right', 'blink']);
  });

  it('is not passed by a photograph, held still or moved about', () => {
    const stills = fc.array(fc.record({ yaw: fc.double({ min: -0.25, max: 0.25, noNaN: true }) }), { maxLength: 30 });
    fc.assert(
      fc.property(stills, (readings) => {
        expect(act(startChallenge(0, inOrder), readings, 100).state).not.toBe('passed');
      }),
    );
    // A photograph with closed eyes has none that were open before.
    const closed = Array.from({ length: 20 }, () => ({ eyes: 'closed' as const }));
    expect(
      act(
        startChallenge(0, () => 0.99),
        closed,
        100,
      ).state,
    ).toBe('running');
  });

  it('does not count a head that was turned before it was asked', () => {
    expect(steps(act(startChallenge(0, inOrder), [{ yaw: 0.4 }, { yaw: 0.4 }]))).toHaveLength(3);
  });

  it('ends with time, or with another face, for good', () => {
    const started = startChallenge(0, inOrder);
    const late = continueChallenge(started, { ...straight, atMs: 5_001 });
    expect(late).toEqual({ state: 'failed', why: 'time' });
    const swapped = continueChallenge(started, { ...straight, atMs: 10, sameFace: false });
    expect(swapped).toEqual({ state: 'failed', why: 'other-face' });
    expect(act(swapped, ACTS['turn-left'])).toBe(swapped);
  });
});
