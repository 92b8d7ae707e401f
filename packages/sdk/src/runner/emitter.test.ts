import { expect, test } from 'vitest';
import type { EmitBatch, EmitReceipt } from '../driver/context.js';
import { createEmitter } from './emitter.js';
import type { SessionFailure } from './failure.js';

/** A link whose answers the test gives. */
function setUp() {
  const asked: { batch: EmitBatch; answer: (receipt: EmitReceipt) => void; refuse: (error: Error) => void }[] = [];
  const broken: SessionFailure[] = [];
  const cursors: unknown[] = [];
  const emitter = createEmitter({
    deviceId: 'd',
    session: 1,
    pendingBatches: 4,
    link: {
      append: (_, __, batch) =>
        new Promise((answer, refuse) => {
          asked.push({ batch, answer, refuse });
        }),
      notice: () => undefined,
    },
    onStored: (cursor) => cursors.push(cursor),
    onBroken: (failure) => broken.push(failure),
  });
  const emit = (cursor: number) => emitter.emit({ readings: [], cursor });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { asked, broken, cursors, emitter, emit, turn };
}

test('four batches wait at the host, the fifth waits its turn', async () => {
  const { asked, emit, cursors, turn } = setUp();
  const all = [1, 2, 3, 4, 5, 6].map(emit);
  await turn();
  expect(asked.map(({ batch }) => batch.cursor)).toEqual([1, 2, 3, 4]);
  asked[0]?.answer({ appended: 0, known: 0 });
  await all[0];
  await turn();
  expect(asked.map(({ batch }) => batch.cursor)).toEqual([1, 2, 3, 4, 5]);
  for (let at = 1; at < 6; at++) {
    asked[at]?.answer({ appended: 0, known: 0 });
    await turn();
  }
  await Promise.all(all);
  expect(cursors).toEqual([1, 2, 3, 4, 5, 6]);
});

test('after a refusal nothing more is sent, and the session is told once', async () => {
  const { asked, emit, broken, turn } = setUp();
  const all = Promise.allSettled([1, 2, 3, 4, 5].map(emit));
  await turn();
  for (const { refuse } of asked) refuse(new Error('no disk'));
  const outcomes = await all;
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(asked).toHaveLength(4);
  expect(broken).toMatchObject([{ kind: 'not-stored', error: { code: 'PLUGIN_SINK_FAILED' } }]);
  await expect(emit(6)).rejects.toMatchObject({ code: 'PLUGIN_SESSION_ENDED' });
});

test.each([
  ['too many readings', { readings: new Array(5_001).fill({}) }, '/readings'],
  ['no readings', {}, '/readings'],
  ['a cursor that is too long', { readings: [], cursor: 'x'.repeat(9_000) }, '/cursor'],
  ['a cursor that is no JSON', { readings: [], cursor: (() => 1) as never }, '/cursor'],
])('%s: refused as a bug before the host is asked', async (_, batch, path) => {
  const { asked, emitter, broken } = setUp();
  await expect(emitter.emit(batch as EmitBatch)).rejects.toMatchObject({
    code: 'PLUGIN_BATCH_INVALID',
    details: { path },
  });
  expect(asked).toEqual([]);
  expect(broken[0]?.kind).toBe('bug');
});

test('an empty batch without a cursor is nothing', async () => {
  const { asked, emitter } = setUp();
  expect(await emitter.emit({ readings: [] })).toEqual({ appended: 0, known: 0 });
  expect(asked).toEqual([]);
});
