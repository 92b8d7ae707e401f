import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { childController, pause, settle } from './settle.js';

test('a call is waited for, never longer than its grace after the abort', async () => {
  const end = new AbortController();
  expect(await settle(async () => 5, end.signal, 10)).toEqual({ type: 'value', value: 5 });
  const thrown = new TypeError('x');
  const throwing = () => {
    throw thrown;
  };
  expect(await settle(throwing, end.signal, 10)).toEqual({ type: 'error', error: thrown });
  const late = vi.fn();
  const slow = settle(() => pause(60, new AbortController().signal).then(() => 'late'), end.signal, 10, late);
  end.abort();
  expect(await slow).toEqual({ type: 'abandoned' });
  await vi.waitFor(() => expect(late).toHaveBeenCalledWith('late'));
});

test('nothing is left listening', async () => {
  const { signal } = new AbortController();
  await settle(async () => 1, signal, 10);
  await pause(1, signal);
  childController(signal).release();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
