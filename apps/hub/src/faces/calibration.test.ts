import type { FaceCalibration } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import { upperRate, wordsOf } from './calibration.js';
import { retryAt } from './waits.js';

const found: FaceCalibration = {
  model: { id: 'mobilefacenet-512', version: '87aacdfe57510db2' },
  people: 60,
  genuinePairs: 180,
  impostorPairs: 15_930,
  points: [
    { threshold: 0.4, falseMatches: 12, falseNonMatches: 0 },
    { threshold: 0.52, falseMatches: 0, falseNonMatches: 3 },
  ],
  proposed: { accept: 0.52, review: 0.44, margin: 0.08 },
};

describe('how high an error rate may be', () => {
  it('is three in n when none was seen, never less than what was counted, never more than all', () => {
    expect(upperRate(0, 3000)).toBeCloseTo(0.001);
    expect(upperRate(30, 3000)).toBeGreaterThan(0.01);
    expect(upperRate(0, 0)).toBe(1);
    expect(upperRate(2, 2)).toBe(1);
  });
});

describe('a calibration in words', () => {
  it('names what was compared, the proposal, and the errors at the threshold proposed', () => {
    const { id, en } = wordsOf(found);
    expect(en).toContain(
      '60 people, model mobilefacenet-512: 180 pairs of pictures of one person, 15930 pairs of two.',
    );
    expect(en).toContain('accept from 0.52');
    expect(en).toContain('0 of 15930 pairs of two people are taken for one (at most about 0.019 %)');
    expect(en).toContain('3 of 180 pairs of one person are not recognised');
    expect(id).toContain('0 dari 15930 pasang orang berbeda disangka sama (paling tinggi sekitar 0,019 %)');
  });

  it('proposes nothing when there are too few', () => {
    const { id, en } = wordsOf({ ...found, people: 2, proposed: null });
    expect(en).toContain('Too few to propose thresholds');
    expect(id).toContain('Terlalu sedikit');
  });
});

it('a place that does not answer is asked again sooner at first, and every ten minutes for ever', () => {
  const waits = [0, 1, 2, 5, 6, 50].map((attempts) => retryAt(0, attempts).getTime() / 1000);
  expect(waits).toEqual([15, 30, 60, 480, 600, 600]);
});
