import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseToHost } from './to-host.js';

const parse = (value: unknown) => parseToHost(JSON.stringify(value));

test('known messages of the right shape pass', () => {
  expect(parse({ type: 'started' }).ok).toBe(true);
  expect(parse({ type: 'session', deviceId: 'd', phase: 'streaming' }).ok).toBe(true);
});

test.each([
  [{ type: 'nonsense' }, '/type'],
  [{ type: 'toString' }, '/type'],
  [{ type: 'started', more: 1 }, 'started'],
  [{ type: 'session', deviceId: 'd', phase: 'dancing' }, 'session/phase'],
  [{ type: 'report', deviceId: 'd', report: { type: 'clock', offsetMs: null } }, 'report/report'],
  [null, '/type'],
])('%j is refused and says where', (message, path) => {
  const parsed = parse(message);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.path).toContain(path);
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof parseToHost(text).ok === 'boolean'));
});
