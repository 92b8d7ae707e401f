import { expect, test } from 'vitest';
import { memorySink } from '../testing/memory-sink.js';
import { createIntake } from './intake.js';

const punch = (number: number) => ({
  kind: 'punch',
  key: `p|${number}`,
  time: { form: 'wall', wall: '2026-01-05T07:30:00' },
  transport: 'test',
  raw: { encoding: 'hex', data: '00' },
  deviceUserId: '1',
  live: false,
});
const batch = (number: number, session = '1/1', readings: readonly unknown[] = [punch(number)]) => ({
  pluginId: 'p',
  deviceId: 'd',
  session,
  readings,
  cursor: number,
});

test('batches of a device are stored one after the other, in order', async () => {
  const sink = memorySink({ delayMs: 2 });
  const intake = createIntake(sink);
  await Promise.all([1, 2, 3, 4].map((number) => intake.take(batch(number))));
  expect(sink.keys('d')).toEqual(['p|1', 'p|2', 'p|3', 'p|4']);
  expect(sink.mostAtOnce()).toBe(1);
  expect(intake.waiting('d')).toBe(0);
});

test('behind a batch that was not stored nothing of its session is, so that no cursor steps over it', async () => {
  const sink = memorySink({ failFirst: 1 });
  const intake = createIntake(sink);
  const outcomes = await Promise.allSettled([1, 2, 3].map((number) => intake.take(batch(number))));
  const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'stored'));
  expect(codes).toEqual(['TEST_SINK_FAILED', 'PLUGIN_SESSION_ENDED', 'PLUGIN_SESSION_ENDED']);
  expect(sink.cursor('d')).toBeNull();
  await intake.take(batch(1, '1/2'));
  expect(sink.cursor('d')).toBe(1);
});

test('readings and cursors that are not valid are refused with the place', async () => {
  const intake = createIntake(memorySink());
  const wrong = { ...punch(2), deviceUserId: '' };
  await expect(intake.take(batch(1, 'a', [punch(1), wrong]))).rejects.toMatchObject({
    code: 'READING_INVALID',
    details: { path: '/1/deviceUserId' },
  });
  const huge = { ...batch(1, 'b'), cursor: 'x'.repeat(9_000) };
  await expect(intake.take(huge)).rejects.toMatchObject({ code: 'PLUGIN_BATCH_INVALID' });
});

test('a sink that throws something of its own becomes a coded error', async () => {
  const intake = createIntake({
    append: () => Promise.reject(new TypeError('disk on fire')),
    loadCursor: async () => null,
  });
  await expect(intake.take(batch(1))).rejects.toMatchObject({ code: 'PLUGIN_SINK_FAILED', retryable: true });
});
