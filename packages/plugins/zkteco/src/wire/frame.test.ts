import { isHadirError } from '@hadir/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksum, sameChecksum } from './checksum.js';
import { provesCommKey, recoverCommKey, scrambleCommKey } from './comm-key.js';
import { decodeFrame, decodeTcpFrame, encodeFrame, encodeTcpFrame } from './frame.js';

const fromHex = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const frames = fc.record({
  command: fc.integer({ min: 0, max: 0xffff }),
  session: fc.integer({ min: 0, max: 0xffff }),
  reply: fc.integer({ min: 0, max: 0xffff }),
  data: fc.uint8Array({ maxLength: 300 }),
});

describe('checksum', () => {
  it.each([
    ['e80317fc00000000', 'connect'],
    ['0b0058efc5c005007e4f5300', 'an option'],
    ['d007296af38d0a0009', 'odd length'],
    ['dd0507fa0500160000000000', 'a chunk packet'],
  ])('fits the published frame %s (%s)', (hex) => {
    const bytes = fromHex(hex);
    expect(checksum(bytes)).toBe((bytes[2] as number) | ((bytes[3] as number) << 8));
  });

  it('takes both zeros of one’s-complement sums for equal', () => {
    expect(sameChecksum(0, 0xffff)).toBe(true);
    expect(sameChecksum(0xffff, 0)).toBe(true);
    expect(sameChecksum(0, 1)).toBe(false);
  });
});

describe('frames', () => {
  it('come back as they were sent, on both transports', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        for (const decoded of [decodeFrame(encodeFrame(frame)), decodeTcpFrame(encodeTcpFrame(frame))]) {
          expect({ ...decoded, data: [...decoded.data] }).toMatchObject({ ...frame, data: [...frame.data] });
        }
      }),
    );
  });

  it('never pass when one bit was turned', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (frame, where) => {
        const bytes = encodeFrame(frame);
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(() => decodeFrame(bytes)).toThrow(/ZK_CHECKSUM/);
      }),
    );
  });

  it('are refused with a code, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        for (const decode of [decodeFrame, decodeTcpFrame]) {
          try {
            decode(bytes);
          } catch (error) {
            expect(isHadirError(error)).toBe(true);
          }
        }
      }),
    );
  });

  it.each([
    ['496e76616c6964207463702064617461', 'ZK_NOT_THIS_PROTOCOL'],
    ['aa01000000', 'ZK_C3_PANEL'],
    ['5050837c1000000000000000', 'ZK_ENCRYPTED_FIRMWARE'],
    ['5050827d08000000e803', 'ZK_FRAME_TRUNCATED'],
    ['5050827d', 'ZK_FRAME_TRUNCATED'],
    ['5050827dffffff7f', 'ZK_FRAME_TOO_LARGE'],
    ['', 'ZK_NOT_THIS_PROTOCOL'],
  ])('%s is %s', (hex, code) => {
    expect(() => decodeTcpFrame(fromHex(hex))).toThrow(expect.objectContaining({ code }));
  });
});

describe('communication key', () => {
  it('reproduces captured packets', () => {
    expect(scrambleCommKey(12, 0x45cf).toString('hex')).toBe('614d323c');
    expect(scrambleCommKey(45, 0x45cf).toString('hex')).toBe('61c9323c');
  });

  it('proves itself and nothing else', () => {
    const keys = fc.integer({ min: 0, max: 999_999 });
    const words = fc.integer({ min: 1, max: 0xffff });
    fc.assert(
      fc.property(keys, words, fc.integer({ min: 0, max: 255 }), (key, session, tick) => {
        const proof = scrambleCommKey(key, session, tick);
        expect(provesCommKey(proof, key, session)).toBe(true);
        const recovered = recoverCommKey(proof, session);
        expect(recovered).not.toBeNull();
        expect(provesCommKey(proof, recovered as number, session)).toBe(true);
      }),
    );
    expect(provesCommKey(scrambleCommKey(12, 7), 13, 7)).toBe(false);
    expect(provesCommKey(Uint8Array.of(1, 2), 13, 7)).toBe(false);
  });
});
