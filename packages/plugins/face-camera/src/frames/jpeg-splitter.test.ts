import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jpegSplitter } from './jpeg-splitter.js';

/** Bytes as in a picture: every FF is stuffed, restart markers and fill bytes occur. */
const inside = fc
  .array(
    fc.oneof(
      fc.constant([0xff, 0x00]),
      fc.constant([0xff, 0xd3]),
      fc.constant([0xff, 0xff, 0x00]),
      fc.integer({ min: 0, max: 254 }).map((byte) => [byte]),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.from(parts.flat()));
const picture = inside.map((body) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), body, Buffer.from([0xff, 0xd9])]),
);
const between = fc.constantFrom(Buffer.alloc(0), Buffer.from('\r\n'), Buffer.from([0xff, 0x00, 0xff]));

describe('a stream of pictures', () => {
  it('is cut into the same pictures however it arrives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(picture, between), { maxLength: 4 }),
        fc.array(fc.nat(200), { maxLength: 12 }),
        (sent, cuts) => {
          const stream = Buffer.concat(sent.flat());
          const splitter = jpegSplitter();
          const got: Buffer[] = [];
          const places = [...cuts.filter((at) => at < stream.length).sort((a, b) => a - b), stream.length];
          let from = 0;
          for (const to of places) {
            got.push(...splitter.push(stream.subarray(from, to)));
            from = to;
          }
          expect(got.map((one) => one.toString('hex'))).toEqual(sent.map(([one]) => one.toString('hex')));
        },
      ),
    );
  });

  it('byte by byte', () => {
    const splitter = jpegSplitter();
    const bytes = Buffer.from('00ffd8ff0011ffd9ffffd822ffd9', 'hex');
    const got = [...bytes].flatMap((byte) => splitter.push(Buffer.from([byte])));
    expect(got.map((one) => one.toString('hex'))).toEqual(['ffd8ff0011ffd9', 'ffd822ffd9']);
  });

  it('refuses a picture that never ends, and goes on with the next', () => {
    const splitter = jpegSplitter(100);
    splitter.push(Buffer.from([0xff, 0xd8]));
    expect(() => splitter.push(Buffer.alloc(200, 1))).toThrow(/FACE_FRAME_TOO_LARGE/);
    expect(splitter.push(Buffer.from('ffd801ffd9', 'hex'))).toHaveLength(1);
  });
});
