import { describe, expect, it } from 'vitest';
import { createGate } from './gate.js';

describe('gate', () => {
  it('lets one in at a time, in order', async () => {
    const gate = createGate();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        const leave = await gate.enter();
        order.push(n);
        await Promise.resolve();
        order.push(-n);
        leave();
        leave();
      }),
    );
    expect(order).toEqual([1, -1, 2, -2, 3, -3]);
    expect(gate.busy).toBe(false);
  });

  it('lets who waits give up without holding up the others', async () => {
    const gate = createGate();
    const leave = await gate.enter();
    const abort = new AbortController();
    const second = gate.enter(abort.signal, () => new RangeError('gave up'));
    const third = gate.enter();
    abort.abort();
    await expect(second).rejects.toThrow('gave up');
    leave();
    (await third)();
    expect(gate.busy).toBe(false);
  });

  it('refuses all, now and later', async () => {
    const gate = createGate();
    await gate.enter();
    const waiting = gate.enter();
    gate.refuse(() => new RangeError('over'));
    await expect(waiting).rejects.toThrow('over');
    await expect(gate.enter()).rejects.toThrow('over');
  });
});
