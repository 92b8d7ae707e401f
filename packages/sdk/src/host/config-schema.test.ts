import { expect, test } from 'vitest';
import { pluginError } from '../plugin-errors.js';
import { createConfigChecker, fillDefaults } from './config-schema.js';

const branch = (kind: string, more: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['kind', ...Object.keys(more)],
  properties: { kind: { const: kind }, ...more },
});
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['host', 'port', 'line'],
  properties: {
    host: { type: 'string', minLength: 1 },
    port: { type: 'integer', default: 4370 },
    line: {
      anyOf: [
        branch('tcp', { timeoutMs: { type: 'integer', default: 5000 } }),
        branch('udp', { retries: { type: 'integer', default: 3 } }),
      ],
      default: { kind: 'tcp' },
    },
  },
};
const checker = createConfigChecker(schema, (reason) => pluginError('PLUGIN_BUG', { phase: 'test', reason }));

test('defaults are filled in, in the branch that the value chose', () => {
  expect(checker.check({ host: 'a', line: { kind: 'udp' } })).toEqual({
    ok: true,
    value: { host: 'a', port: 4370, line: { kind: 'udp', retries: 3 } },
  });
  expect(fillDefaults(schema, { host: 'a' })).toEqual({
    host: 'a',
    port: 4370,
    line: { kind: 'tcp', timeoutMs: 5000 },
  });
});

test('the input stays as it is', () => {
  const input = { host: 'a', line: { kind: 'udp' } };
  checker.check(input);
  expect(input).toEqual({ host: 'a', line: { kind: 'udp' } });
});

test('a fault says where', () => {
  expect(checker.check({ host: 'a', port: 'x' })).toMatchObject({ ok: false, path: '/port' });
  expect(checker.check({ host: 'a', extra: 1 })).toMatchObject({ ok: false });
  expect(checker.check('text')).toMatchObject({ ok: false, path: '/' });
});

test('a schema that cannot be used is refused', () => {
  const fail = (reason: string) => pluginError('PLUGIN_SCHEMA_INVALID', { pluginId: 'x', which: 'config', reason });
  expect(() => createConfigChecker({ type: 'string', pattern: '(' }, fail)).toThrow('PLUGIN_SCHEMA_INVALID');
});
