import { describe, expect, it } from 'vitest';
import { createWitnesses } from './witnesses.js';

describe('witnesses', () => {
  it('are told once, when enough was heard or it was waited long enough', () => {
    const witnesses = createWitnesses();
    witnesses.hear('aa', 0, -60);
    witnesses.hear('bb', 0, -80);
    expect(witnesses.due(500)).toEqual([]);
    witnesses.hear('aa', 600, -62);
    witnesses.hear('aa', 900, -61);
    expect(witnesses.due(1000)).toEqual([{ token: 'aa', lastHeardMs: 900, rssiDbm: [-60, -62, -61] }]);
    witnesses.hear('aa', 1100, -61);
    expect(witnesses.due(2000)).toMatchObject([{ token: 'bb', rssiDbm: [-80] }]);
    expect(witnesses.due(3000)).toEqual([]);
  });

  it('cannot be flooded with made-up tokens, and recover after a minute', () => {
    const witnesses = createWitnesses();
    for (let i = 0; i < 5000; i++) witnesses.hear(`x${i}`, 0, -50);
    expect(witnesses.due(10_000)).toHaveLength(600);
    witnesses.hear('later', 61_000, -50);
    expect(witnesses.due(64_000)).toHaveLength(1);
  });
});
