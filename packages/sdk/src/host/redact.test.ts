import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretsOf } from './config-schema.js';
import { createRedactor, REDACTED } from './redact.js';

const secret = { type: 'string', 'x-secret': true };
const schema = {
  type: 'object',
  properties: {
    host: { type: 'string' },
    key: secret,
    deep: { type: 'object', properties: { list: { type: 'array', items: secret } } },
    line: {
      anyOf: [
        { type: 'object', properties: { kind: { const: 'udp' }, commKey: { type: 'integer', 'x-secret': true } } },
      ],
    },
  },
};
const redactorFor = (config: unknown) => {
  const redactor = createRedactor();
  redactor.set('d', secretsOf(schema, config));
  return redactor;
};

describe('secrets', () => {
  test('of four characters and more never come out, wherever and however they stand', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 4, maxLength: 20 })
      .filter((value) => !REDACTED.includes(value));
    fc.assert(
      fc.property(text, text, fc.string(), fc.string(), (key, item, before, after) => {
        const redactor = redactorFor({ host: 'h', key, deep: { list: [item] } });
        const said = redactor.value({
          message: redactor.text(`${before}${key}${after}`),
          [`x${item}`]: [{ a: item, b: `${key}${item}` }, JSON.stringify({ key }), encodeURIComponent(key)],
          encoded: Buffer.from(item).toString('base64'),
        });
        const shown = JSON.stringify(said);
        for (const value of [key, item]) {
          expect(leavesOf(said).some((leaf) => leaf.includes(value))).toBe(false);
          expect(shown).not.toContain(Buffer.from(value).toString('base64'));
        }
      }),
    );
  });

  test('that are short are hidden where they stand alone', () => {
    const redactor = redactorFor({ line: { kind: 'udp', commKey: 12 } });
    expect(redactor.text('key 12, port 4312, key=12')).toBe(`key ${REDACTED}, port 4312, key=${REDACTED}`);
    expect(redactor.value({ commKey: 0, n: 12, m: 13 })).toEqual({ commKey: REDACTED, n: REDACTED, m: 13 });
  });

  test('are forgotten with their owner', () => {
    const redactor = redactorFor({ key: 'hunter22' });
    expect(redactor.text('hunter22')).toBe(REDACTED);
    redactor.delete('d');
    expect(redactor.text('hunter22')).toBe('hunter22');
  });
});

function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, item]) => [key, ...leavesOf(item)]);
}
