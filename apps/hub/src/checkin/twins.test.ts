import { seededRandom } from '@hadir/sdk/testing';
import { describe, expect, it } from 'vitest';
import { isEqualWalk, isSameWalk } from './twins.js';
import { hasTwin, TOGETHER_MS, type Walk } from './walks.js';

const random = seededRandom(20_261_123);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const honest = (length: number): number[] => Array.from({ length }, () => Math.round(-58 + 2 * normal()));

describe('twins', () => {
  it('are not seen among honest phones that lie on one table', () => {
    for (const length of [8, 12, 20, 40]) {
      const walks = Array.from({ length: 400 }, () => honest(length));
      const pairs = walks.flatMap((a, i) => walks.slice(i + 1).filter((b) => isSameWalk(a, b)));
      expect(pairs, `${length} frames`).toEqual([]);
    }
  });

  it('are seen in a copy, and in one with noise added to every third frame', () => {
    for (let i = 0; i < 200; i++) {
      const short = honest(8);
      expect(isSameWalk(short, [...short])).toBe(true);
      const long = honest(30);
      expect(
        isSameWalk(
          long,
          long.map((dbm, at) => (at % 3 === 0 ? dbm + 1 : dbm)),
        ),
      ).toBe(true);
      expect(isSameWalk(long, long.slice(0, 28))).toBe(true);
    }
  });

  it('are not seen in walks that do not vary, or are too short to say', () => {
    expect(isSameWalk(Array(20).fill(-60), Array(20).fill(-60))).toBe(false);
    expect(isSameWalk([-50, -52, -54, -51, -53], [-50, -52, -54, -51, -53])).toBe(false);
    expect(isEqualWalk([-50, -52, -54, -51, -53], [-50, -52, -54, -51, -53])).toBe(true);
  });

  it('are seen in short walks when it is three; not with oneself, nor after some minutes', () => {
    const rssiDbm = [-50, -52, -54, -51, -53];
    const walk = (phoneId: string, atMs = 0): Walk => ({ phoneId, atMs, rssiDbm });
    expect(hasTwin([[walk('a')]], walk('b'))).toBe(false);
    expect(hasTwin([[walk('a'), walk('a')]], walk('b'))).toBe(false);
    expect(hasTwin([[walk('a'), walk('b')]], walk('c'))).toBe(true);
    expect(hasTwin([[walk('a'), walk('b')]], walk('b'))).toBe(false);
    expect(hasTwin([[walk('a'), walk('b')]], walk('c', TOGETHER_MS + 1))).toBe(false);
  });
});
