import { readFileSync } from 'node:fs';
import { isHadirError } from '@hadir/sdk';
import { codecInputBytes, parseVectorFile } from '@hadir/sdk/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MultipartOptions, type MultipartPart, multipartReader } from './multipart.js';

const file: unknown = JSON.parse(readFileSync(new URL('../../vectors/face-camera.json', import.meta.url), 'utf8'));
const bodies = parseVectorFile(file).vectors.flatMap(({ id, input }) => {
  const bytes = codecInputBytes(input);
  const boundary = /^--([^\r\n]+?)\r\n/.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1];
  return boundary === undefined ? [] : [{ id: id ?? '', bytes, boundary }];
});

/** What comes out, or the code of the error that ends it, in a form that can be compared. */
function read(boundary: string, pieces: Iterable<Uint8Array>, options: MultipartOptions = {}): readonly unknown[] {
  const reader = multipartReader(boundary, options);
  const out: unknown[] = [];
  const shown = ({ body, ...part }: MultipartPart) => ({ ...part, body: body?.toString('latin1') ?? null });
  try {
    for (const piece of pieces) out.push(...reader.push(piece).map(shown));
    reader.push(Buffer.alloc(0));
  } catch (error) {
    if (!isHadirError(error)) throw error;
    return [...out, error.code];
  }
  return [...out, reader.isOpen];
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : places[i - 1], end));
}

describe('multipart reader', () => {
  it.each(bodies.map((body) => [body.id, body] as const))(
    '%s is the same at every split',
    (id, { bytes, boundary }) => {
      const whole = read(boundary, [bytes]);
      // The one capture that breaks off gives nothing and says that it is open.
      expect(whole.at(-1)).toBe(id === 'hik-multipart-cut');
      expect(whole.length > 1 || whole.at(-1)).toBe(true);
      for (let at = 0; at <= bytes.length; at++) {
        expect(read(boundary, [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
      }
      expect(
        read(
          boundary,
          [...bytes].map((byte) => Uint8Array.of(byte)),
        ),
      ).toEqual(whole);
    },
  );

  it('does not depend on how hostile bytes are divided, and throws nothing but coded errors', () => {
    const word = fc.constantFrom(
      '--b',
      '--b--',
      '\r\n',
      '\n',
      '\r\n\r\n',
      '{',
      '}',
      '"',
      '\\',
      '{"a":"}"}',
      '-',
      '--',
      'Content-Length:5',
      'Content-Length: 99999',
      'Content-Type: image/jpeg',
      'Content-Type: application/json',
      'Content-Disposition: form-data; name="Picture"',
      'Heartbeat',
      ' ',
      'x'.repeat(40),
    );
    const options = { maxTextBytes: 64, maxPictureBytes: 96 };
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        (words, at, keepPictures) => {
          const bytes = Buffer.from(words.join(''), 'latin1');
          const all = { ...options, keepPictures };
          expect(read('b', cut(bytes, at), all)).toEqual(read('b', [bytes], all));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('gives a JSON part without a length as soon as its brackets balance', () => {
    const reader = multipartReader('b');
    const parts = reader.push(Buffer.from('--b\r\nContent-Type: application/json\r\n\r\n{"a":"}\\"{","b":[{}]}'));
    expect(parts.map(({ body }) => body?.toString())).toEqual(['{"a":"}\\"{","b":[{}]}']);
  });

  it('takes a picture by its length, whatever stands in it', () => {
    const picture = '\r\n--b\r\nContent-Type: text/plain\r\n\r\nfake';
    const body = `--b\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n${picture}\r\n--b\r\n\r\n{"real":1}`;
    const passed = multipartReader('b').push(Buffer.from(body));
    expect(passed.map(({ contentType, body: kept }) => [contentType, kept?.toString() ?? null])).toEqual([
      ['image/jpeg', null],
      ['', '{"real":1}'],
    ]);
    const [kept] = multipartReader('b', { keepPictures: true }).push(Buffer.from(body));
    expect(kept?.body?.toString()).toBe(picture);
  });

  it.each([
    ['a JSON part that never ends', `--b\r\n\r\n{${'"a":1,'.repeat(200_000)}`, 'FACE_WIRE_TOO_LARGE'],
    ['a text part that never ends', `--b\r\n\r\n${'x'.repeat(1_000_000)}`, 'FACE_WIRE_TOO_LARGE'],
    ['headers that never end', `--b\r\n${'A: b\r\n'.repeat(5_000)}`, 'FACE_WIRE_TOO_LARGE'],
    [
      'a picture of 4 GB',
      '--b\r\nContent-Type: image/jpeg\r\nContent-Length: 4000000000\r\n\r\n',
      'FACE_WIRE_TOO_LARGE',
    ],
    ['blanks for ever', `--b\r\n\r\n${' '.repeat(20_000)}`, 'FACE_WIRE_MULTIPART'],
    ['a line without end behind a boundary', `--b ${' '.repeat(20_000)}`, 'FACE_WIRE_MULTIPART'],
  ])('refuses %s', (_, body, code) => {
    expect(read('b', [Buffer.from(body)]).at(-1)).toBe(code);
  });

  it('holds almost nothing of what comes before a boundary or of a picture that is passed over', () => {
    const before = process.memoryUsage().arrayBuffers;
    const reader = multipartReader('b');
    const noise = Buffer.alloc(64 * 1024, 0x61);
    for (let i = 0; i < 400; i++) reader.push(noise);
    reader.push(Buffer.from('\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Length: 8000000\r\n\r\n'));
    for (let i = 0; i < 120; i++) reader.push(noise);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
  });

  it('gives what was whole before the bad part', () => {
    const body = `--b\r\n\r\n{"ok":1}\r\n--b\r\n\r\n{${' '.repeat(300_000)}`;
    expect(read('b', [Buffer.from(body)])).toMatchObject([{ body: '{"ok":1}' }, 'FACE_WIRE_TOO_LARGE']);
  });
});
