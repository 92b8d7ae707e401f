import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTcpFrame } from './frame.js';
import { createReassembler } from './reassembly.js';

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % Math.max(1, sizes.length)] ?? 1);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe('reassembly', () => {
  it('gives the same frames however the stream is cut', () => {
    const frames = fc.array(fc.uint8Array({ maxLength: 2_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1 }), (datas, sizes) => {
        const sent = datas.map((data, reply) => encodeTcpFrame({ command: 1501, session: 1, reply, data }));
        const got: string[] = [];
        const reassembler = createReassembler();
        for (const piece of cut(Buffer.concat(sent), sizes)) {
          reassembler.push(piece, (frame) => got.push(Buffer.from(frame).toString('hex')));
        }
        expect(got).toEqual(sent.map((bytes) => bytes.subarray(8).toString('hex')));
        expect(reassembler.pendingBytes).toBe(0);
      }),
    );
  });

  it('takes a large frame in tiny pieces in linear time', () => {
    const frame = encodeTcpFrame({ command: 1501, session: 1, reply: 1, data: new Uint8Array(4 * 1024 * 1024) });
    const reassembler = createReassembler();
    let frames = 0;
    const before = performance.now();
    for (let at = 0; at < frame.length; at += 7) reassembler.push(frame.subarray(at, at + 7), () => frames++);
    expect(frames).toBe(1);
    // 600,000 pieces; copying what came before at each would be 10^12 bytes.
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('does not make room for what is only claimed', () => {
    const reassembler = createReassembler();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 50; i++)
      createReassembler().push(Buffer.from('5050827d0000ff0001020304', 'hex'), () => undefined);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
    expect(() => reassembler.push(Buffer.from('5050827d00000080', 'hex'), () => undefined)).toThrow(
      /ZK_FRAME_TOO_LARGE/,
    );
  });

  it('says after four bytes that it is another protocol', () => {
    const reassembler = createReassembler();
    expect(() => reassembler.push(Buffer.from('HTTP'), () => undefined)).toThrow(/ZK_NOT_THIS_PROTOCOL/);
  });

  it('has no frame shorter than a header', () => {
    const reassembler = createReassembler();
    expect(() => reassembler.push(Buffer.from('5050827d0400000001020304', 'hex'), () => undefined)).toThrow(
      /ZK_FRAME_TRUNCATED/,
    );
  });
});
