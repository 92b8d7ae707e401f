import { readFileSync } from 'node:fs';
import { isHadirError } from '@hadir/sdk';
import { type CodecContext, codecInputBytes, decodeCapture, parseVectorFile } from '@hadir/sdk/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs } from './codecs.js';

const file: unknown = JSON.parse(readFileSync(new URL('../vectors/ble-beacon.json', import.meta.url), 'utf8'));
const captures = parseVectorFile(file).vectors.map((vector) => ({
  codec: vector.codec,
  context: vector.context ?? {},
  bytes: codecInputBytes(vector.input),
}));
const names = Object.keys(codecs);

function decodes(codec: string, bytes: Uint8Array, context: CodecContext): void {
  let answer: unknown;
  try {
    answer = decodeCapture(codecs, codec, bytes, context);
  } catch (error) {
    if (!isHadirError(error) || error.code === 'CODEC_CRASHED') throw error;
    expect(error.text('id')).not.toMatch(/\{\w+\}/);
    expect(error.remedy('en')).not.toMatch(/\{\w+\}/);
    return;
  }
  expect(JSON.stringify(answer).length).toBeLessThanOrEqual(4_000 + 200 * bytes.length);
}

const contexts = fc.constant<CodecContext>({});

describe('every codec', () => {
  it('answers random bytes with a value or a coded error', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 }), contexts, decodes), {
      numRuns: 3000,
    });
  });

  it('answers any JSON with a value or a coded error', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), contexts, (json, context) => {
        for (const name of names) decodes(name, Buffer.from(json), context);
      }),
      { numRuns: 300 },
    );
  });

  it('survives every golden capture cut at many bytes and with flipped bits', () => {
    for (const { codec, context, bytes } of captures) {
      const step = Math.ceil(bytes.length / 100);
      for (let length = 0; length < bytes.length; length += step) {
        decodes(codec, bytes.subarray(0, length), context);
        const changed = Uint8Array.from(bytes);
        changed[length] = (changed[length] ?? 0) ^ (1 << (length % 8));
        decodes(codec, changed, context);
      }
    }
  }, 60_000);

  it('survives the captures of other codecs', () => {
    for (const { bytes, context } of captures) for (const codec of names) decodes(codec, bytes, context);
  });
});
