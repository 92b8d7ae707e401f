import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DLIB_RESNET, MOBILEFACENET } from '../models/built-in.js';
import { bandOf } from './bands.js';
import { NEVER, rulesFor } from './rules.js';
import { tally, type Vote } from './tally.js';
import { createTold } from './told.js';

const score = fc.double({ min: -1, max: 1, noNaN: true });
const limits = fc
  .tuple(score, score, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([one, other, margin]) => ({ accept: Math.max(one, other), review: Math.min(one, other), margin }));

describe('bands', () => {
  it('give every pair of scores exactly one band, by one rule', () => {
    fc.assert(
      fc.property(fc.option(score), fc.option(score), limits, (best, second, { accept, review, margin }) => {
        const band = bandOf(best, second, { accept, review, margin });
        const clear = best !== null && best >= accept && (second === null || best - second >= margin);
        const expected = clear ? 'accept' : best !== null && best >= review ? 'review' : 'unknown';
        expect(band).toBe(expected);
      }),
    );
  });

  it('never fall when the best score rises or the second falls', () => {
    const rank = { unknown: 0, review: 1, accept: 2 };
    const rise = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(score, score, rise, limits, (best, second, more, bands) => {
        const before = rank[bandOf(best, second, bands)];
        expect(rank[bandOf(best + more, second, bands)]).toBeGreaterThanOrEqual(before);
        expect(rank[bandOf(best, second - more, bands)]).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('leave what is no number unknown', () => {
    expect(bandOf(Number.NaN, 0.1, { accept: 0.5, review: 0.4, margin: 0.08 })).toBe('unknown');
  });
});

describe('rules', () => {
  it('ask for more, the more people are searched, and for an officer above the table', () => {
    expect([1, 500, 501, 10_000, 10_001].map((people) => rulesFor(MOBILEFACENET, people).accept)).toEqual([
      0.5,
      0.5,
      0.55,
      0.55,
      NEVER,
    ]);
    expect(rulesFor(DLIB_RESNET, 5)).toMatchObject({ accept: NEVER, review: 0.95 });
  });

  it('keep a site’s own thresholds free of gaps and above what can be recognised', () => {
    expect(rulesFor(MOBILEFACENET, 10, { accept: 0.3, minFacePx: 20, frames: 9, outOf: 4 })).toMatchObject({
      accept: 0.3,
      review: 0.3,
      minFacePx: 60,
      frames: 4,
      outOf: 4,
    });
  });
});

describe('several frames', () => {
  const accept = (personKey: string): Vote => ({ personKey, band: 'accept' });
  const review = (personKey: string): Vote => ({ personKey, band: 'review' });
  const unknown: Vote = { personKey: null, band: 'unknown' };
  const rule = { frames: 2, outOf: 3 };

  it.each([
    ['one frame is not enough', [accept('A')], 'unknown', null],
    ['two of three are', [accept('A'), unknown, accept('A')], 'accept', 'A'],
    ['older ones do not count', [accept('A'), accept('A'), unknown, unknown], 'unknown', null],
    ['acceptance and likeness make likeness', [accept('A'), review('A'), unknown], 'review', 'A'],
    ['two people do not add up', [accept('A'), accept('B'), unknown], 'unknown', null],
    ['nobody', [unknown, unknown, unknown], 'unknown', null],
  ] as const)('%s', (_, votes, band, personKey) => {
    expect(tally(votes, rule)).toMatchObject({ band, personKey });
  });

  it('leave two people with as many frames to an officer', () => {
    const votes = [accept('A'), accept('B'), accept('A'), accept('B')];
    expect(tally(votes, { frames: 2, outOf: 4 })).toMatchObject({ band: 'review' });
  });

  const vote = fc.oneof(
    fc.constant(unknown),
    fc
      .tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('accept', 'review'))
      .map(([personKey, band]) => ({ personKey, band }) as Vote),
  );
  it('accept only who was accepted in enough of the last frames', () => {
    fc.assert(
      fc.property(fc.array(vote), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (votes, k, n) => {
        const frames = Math.min(k, n);
        const outOf = Math.max(k, n);
        const result = tally(votes, { frames, outOf });
        const last = votes.slice(-outOf);
        if (result.band === 'accept') {
          const agreed = last.filter((one) => one.band === 'accept' && one.personKey === result.personKey);
          expect(agreed.length).toBe(result.agreed);
          expect(result.agreed).toBeGreaterThanOrEqual(frames);
        }
        expect(result.assessed).toBe(last.length);
        expect(result.band === 'unknown').toBe(result.personKey === null);
      }),
    );
  });
});

describe('telling', () => {
  it('tells again only after a while, and an acceptance after a review at once', () => {
    const told = createTold();
    expect(told.tell('A', 'review', 0, 60_000)).toBe(true);
    expect(told.tell('A', 'review', 30_000, 60_000)).toBe(false);
    expect(told.tell('A', 'accept', 31_000, 60_000)).toBe(true);
    expect(told.tell('A', 'review', 60_000, 60_000)).toBe(false);
    expect(told.tell('B', 'accept', 60_000, 60_000)).toBe(true);
    expect(told.tell('A', 'accept', 91_000, 60_000)).toBe(true);
  });

  it('remembers a bounded number of people', () => {
    const told = createTold();
    for (let index = 0; index < 1_500; index++) told.tell(`P${index}`, 'accept', index, 60_000);
    expect(told.tell('P1499', 'accept', 1_500, 60_000)).toBe(false);
    expect(told.tell('P0', 'accept', 1_500, 60_000)).toBe(true);
  });
});
