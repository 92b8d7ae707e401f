import { readFileSync } from 'node:fs';
import { isHadirError } from '@hadir/sdk';
import { type CodecContext, codecInputBytes, decodeCapture, parseVectorFile } from '@hadir/sdk/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecs } from './codecs.js';

const file: unknown = JSON.parse(readFileSync(new URL('../vectors/zkteco.json', import.meta.url), 'utf8'));
const captures = parseVectorFile(file).vectors.map((vector) => ({
  codec: vector.codec,
  context: vector.context ?? {},
  bytes: codecInputBytes(vector.input),
}));
const names = Object.keys(codecs);

/** What a codec shows may be larger than its input, but only by a factor: keys and texts around each field. */
const MAX_OUTPUT_CHARS_PER_BYTE = 200;
const MAX_OUTPUT_CHARS_FIXED = 20_000;

/** Decodes and checks what must hold for any bytes: an answer of bounded size, or a coded error. */
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
  const size = JSON.stringify(answer)?.length ?? 0;
  expect(size).toBeLessThanOrEqual(MAX_OUTPUT_CHARS_FIXED + MAX_OUTPUT_CHARS_PER_BYTE * bytes.length);
}

const contexts = fc.constantFrom<CodecContext>(
  {},
  { transport: 'tcp' },
  { transport: 'udp' },
  { transport: 'record' },
  { transport: 'tcp', truncated: true },
  { truncated: true, encoding: 'gbk' },
  { transport: 'udp', edited: true, count: 3 },
);

describe('every codec', () => {
  it('answers random bytes with a value or a coded error', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 600 }), contexts, decodes), {
      numRuns: 4000,
    });
  });

  it('answers random text with a value or a coded error', () => {
    const text = fc.string({ maxLength: 400, unit: fc.constantFrom(...'\t\n\r =&,:<>/01PINUSER OPLOG-ékÿ') });
    fc.assert(
      fc.property(fc.constantFrom(...names), text, contexts, (codec, value, context) => {
        decodes(codec, new TextEncoder().encode(value), context);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives every golden capture cut at every byte', () => {
    for (const { codec, context, bytes } of captures) {
      const step = Math.max(1, Math.floor(bytes.length / 200));
      for (let length = 0; length < bytes.length; length += step) decodes(codec, bytes.subarray(0, length), context);
    }
  });

  it('survives golden captures with flipped bits', () => {
    const capture = fc.constantFrom(...captures.filter(({ bytes }) => bytes.length > 0));
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 7 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(capture, flips, fc.boolean(), ({ codec, context, bytes }, places, edited) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, bit] of places) {
          const i = at % changed.length;
          changed[i] = (changed[i] as number) ^ (1 << bit);
        }
        decodes(codec, changed, edited ? { ...context, edited: true } : context);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives the captures of other codecs', () => {
    for (const { bytes, context } of captures) {
      if (bytes.length < 300) for (const codec of names) decodes(codec, bytes, context);
    }
  });

  it('works off a megabyte of anything in bounded time', () => {
    const hostile = [
      new Uint8Array(1 << 20),
      new Uint8Array(1 << 20).fill(0x20),
      Buffer.from('\t'.repeat(1 << 20)),
      Buffer.from('OPLOG 4\t'.repeat(1 << 17)),
      Buffer.from('USER PIN='.repeat(1 << 16)),
      Buffer.from(`FP PIN=1\tSize=9\tTMP=${'A\n'.repeat(1 << 19)}`),
      Buffer.from(`<GetAttLogResponse>${'<Row>'.repeat(1 << 17)}`),
      Buffer.from(`<GetAttLogResponse>${'<Row><PIN>'.repeat(1 << 16)}`),
      Buffer.from('1=1,'.repeat(1 << 18)),
      Buffer.from('ID=1&Return=0&CMD=X\n'.repeat(1 << 15)),
      Buffer.from('&#1;'.repeat(1 << 18)),
    ];
    for (const bytes of hostile) {
      for (const codec of names) {
        const before = process.cpuUsage();
        try {
          decodeCapture(codecs, codec, bytes, { truncated: true });
        } catch (error) {
          if (!isHadirError(error) || error.code === 'CODEC_CRASHED') throw error;
        }
        // Time of this process, not of the wall: other work on the machine does not count.
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1000, `${codec} on ${bytes.length} bytes`).toBeLessThan(3_000);
      }
    }
  }, 120_000);
});
