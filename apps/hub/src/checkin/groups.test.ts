import { describe, expect, it } from 'vitest';
import { inGroups } from './groups.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('groups', () => {
  it('take what comes while one is under way, in order, and no more than allowed', async () => {
    const seen: number[][] = [];
    const groups = inGroups(
      async (items: readonly number[]) => {
        seen.push([...items]);
        await turn();
        return items.map((item) => item * 2);
      },
      { most: 3 },
    );
    const first = groups.add(1);
    await turn();
    const others = [2, 3, 4, 5].map((item) => groups.add(item));
    expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8, 10]);
    expect(seen).toEqual([[1], [2, 3, 4], [5]]);
    await groups.idle();
  });

  it('do each alone when a group fails, so that one is nobody else’s trouble', async () => {
    const groups = inGroups(
      async (items: readonly number[]) => {
        if (items.includes(2)) throw new TypeError('two');
        return items;
      },
      { most: 10 },
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => groups.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('do not try each alone when the database is away', async () => {
    let runs = 0;
    const groups = inGroups(
      async () => {
        runs += 1;
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      },
      { most: 10 },
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => groups.add(item)));
    expect([runs, ...outcomes.map(({ status }) => status)]).toEqual([1, 'rejected', 'rejected', 'rejected']);
  });
});
