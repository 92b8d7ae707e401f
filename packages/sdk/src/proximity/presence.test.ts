import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/random.js';
import {
  ABSENT,
  calibrate,
  DEFAULT_PRESENCE_RULE,
  decidePresence,
  hearFrame,
  logDistanceRssi,
  passTime,
} from './index.js';

const EXPONENT = 2.7;
const POWER_DBM = -59;
const AT_10_M = logDistanceRssi(10, POWER_DBM, EXPONENT);
const rule = { ...DEFAULT_PRESENCE_RULE, thresholdDbm: AT_10_M };

/** Standard normal by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Ten frames in nine seconds: shadowing stays the same, fading changes with every frame. */
function walk(random: () => number, metres: number, sigmaDb: number) {
  const mean = logDistanceRssi(metres, POWER_DBM, EXPONENT) + sigmaDb * normal(random);
  return Array.from({ length: 10 }, (_, i) => ({ atMs: i * 1000, rssiDbm: mean + 1.5 * normal(random) }));
}

describe('presence by median', () => {
  // P(one averaged reading ≤ 10 m) under log-normal shadowing, n = 2.7: the closed form Φ((27 log10(10/d))/σ).
  it.each([
    [4, { 3: 100, 5: 98, 8: 74, 10: 50, 12: 30, 15: 12, 20: 2 }],
    [6, { 3: 99, 5: 91, 8: 67, 10: 50, 12: 36, 15: 21, 20: 9 }],
  ] as const)('accepts as often as log-normal shadowing of %d dB says, within 3 points', (sigmaDb, table) => {
    const random = seededRandom(4 + sigmaDb);
    for (const [metres, percent] of Object.entries(table)) {
      const tries = 4000;
      let accepted = 0;
      for (let i = 0; i < tries; i++) {
        if (decidePresence(walk(random, Number(metres), sigmaDb), rule).decision === 'accept') accepted++;
      }
      expect(Math.abs((100 * accepted) / tries - percent), `${metres} m`).toBeLessThanOrEqual(3);
    }
  });

  it('needs five frames over four seconds', () => {
    const frames = (n: number, stepMs: number) =>
      Array.from({ length: n }, (_, i) => ({ atMs: i * stepMs, rssiDbm: -50 }));
    expect(decidePresence([], rule)).toMatchObject({ decision: 'reject', reason: 'FRAMES_TOO_FEW', medianDbm: null });
    expect(decidePresence(frames(4, 2000), rule).reason).toBe('FRAMES_TOO_FEW');
    expect(decidePresence(frames(100, 10), rule).reason).toBe('FRAMES_SPREAD');
    expect(decidePresence(frames(5, 1000), rule)).toMatchObject({ decision: 'accept', reason: null, spreadMs: 4000 });
  });

  it('sends the band below the threshold to an officer', () => {
    const at = (rssiDbm: number) =>
      decidePresence(
        Array.from({ length: 6 }, (_, i) => ({ atMs: i * 1000, rssiDbm })),
        { ...rule, thresholdDbm: -70 },
      );
    expect(at(-70).decision).toBe('accept');
    expect(at(-71)).toMatchObject({ decision: 'review', reason: 'REVIEW_BAND' });
    expect(at(-76).decision).toBe('review');
    expect(at(-77)).toMatchObject({ decision: 'reject', reason: 'RSSI_LOW' });
  });

  it('is not swayed by a few outliers, and never better for weaker frames', () => {
    const order = { reject: 0, review: 1, accept: 2 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: -30 }), { minLength: 5, maxLength: 30 }), (values) => {
        const frames = values.map((rssiDbm, i) => ({ atMs: i * 1000, rssiDbm }));
        const weaker = frames.map((frame) => ({ ...frame, rssiDbm: frame.rssiDbm - 3 }));
        const [strong, weak] = [decidePresence(frames, rule), decidePresence(weaker, rule)];
        expect(order[weak.decision]).toBeLessThanOrEqual(order[strong.decision]);
        expect(strong.framesUsed + strong.framesDropped).toBe(frames.length);
      }),
    );
    const steady = Array.from({ length: 10 }, (_, i) => ({ atMs: i * 1000, rssiDbm: -95 + (i % 2) }));
    const shouted = [...steady, { atMs: 4500, rssiDbm: -20 }, { atMs: 5500, rssiDbm: -20 }];
    expect(decidePresence(shouted, rule).decision).toBe('reject');
    expect(decidePresence(shouted, rule).framesDropped).toBe(2);
  });
});

describe('presence over time', () => {
  it('enters at the threshold, leaves below the band or after a minute of silence', () => {
    const near = { ...rule, thresholdDbm: -70 };
    let state = ABSENT;
    for (let i = 0; i < 4; i++) state = hearFrame(state, i * 1000, -65, near);
    expect(state.present).toBe(false);
    state = hearFrame(state, 4000, -65, near);
    expect(state.present).toBe(true);
    for (let i = 5; i < 30; i++) state = hearFrame(state, i * 1000, -75, near);
    expect(state.present).toBe(true);
    for (let i = 30; i < 60; i++) state = hearFrame(state, i * 1000, -80, near);
    expect(state.present).toBe(false);
    for (let i = 60; i < 80; i++) state = hearFrame(state, i * 1000, -60, near);
    expect(passTime(state, 79_000 + 59_999).present).toBe(true);
    expect(passTime(state, 79_000 + 60_000).present).toBe(false);
  });
});

describe('calibration walk', () => {
  const place = (dbm: number) => Array.from({ length: 12 }, (_, i) => dbm + (i % 3) - 1);
  it('lies 1.5 sigma below the weakest desk', () => {
    const result = calibrate({ insideDbm: [place(-60), place(-64), place(-66)], outsideDbm: [place(-85)] });
    expect(result).toMatchObject({ thresholdDbm: -72, sigmaDb: 4, separable: true, weakestInsideDbm: -66 });
  });
  it('says when the street is as strong as the desk, and then keeps the street out', () => {
    const result = calibrate({ insideDbm: [place(-70)], outsideDbm: [place(-72)] });
    expect(result?.separable).toBe(false);
    expect(result?.thresholdDbm).toBe(-70);
  });
  it('needs five frames at one place', () => {
    expect(calibrate({ insideDbm: [[-60, -60]], outsideDbm: [] })).toBeNull();
  });
});
