import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamParser, type StreamMessage } from './event-stream.js';

function parse(...pieces: readonly string[]): StreamMessage[] {
  const feed = createStreamParser();
  return pieces.flatMap((piece) => feed(piece));
}

describe('the event stream parser', () => {
  it('joins data lines and keeps the last id', () => {
    expect(parse('id: 7\nevent: punch\ndata: a\ndata:b\n\ndata: c\n\n')).toEqual([
      { event: 'punch', data: 'a\nb', id: '7' },
      { event: 'message', data: 'c', id: '7' },
    ]);
  });

  it('takes all three line ends, comments, a byte order mark and unknown fields', () => {
    expect(parse('\uFEFF: hello\r\ndata: 1\r\n\r\nretry: 5\rdata: 2\r\r')).toEqual([
      { event: 'message', data: '1', id: '' },
    ]);
    expect(parse('\uFEFF: hello\r\ndata: 1\r\n\r\nretry: 5\rdata: 2\r\r', '\n')).toHaveLength(2);
  });

  it('gives nothing for a message without data, or that was not ended', () => {
    expect(parse('event: x\n\nid: 9\n\ndata: unfinished\n')).toEqual([]);
  });

  it('reads the same however the text is cut', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\r\n\0]/g, ''));
    const message = fc.record({ id: line, lines: fc.array(line, { minLength: 1, maxLength: 4 }) });
    const ends = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), ends, fc.array(fc.nat(200)), (messages, end, cuts) => {
        const text = messages
          .map(({ id, lines }) => [`id: ${id}`, ...lines.map((data) => `data: ${data}`), '', ''].join(end))
          .join('');
        const places = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].sort((a, b) => a - b);
        const pieces = [...places, text.length].map((place, at) => text.slice(places[at - 1] ?? 0, place));
        expect(parse(...pieces)).toEqual(parse(text));
        expect(parse(text).map((one) => one.data)).toEqual(messages.map(({ lines }) => lines.join('\n')));
      }),
    );
  });

  it('refuses a message without end', () => {
    const feed = createStreamParser();
    const piece = 'data: '.padEnd(1024 * 1024, 'x');
    expect(() => {
      for (let at = 0; at < 6; at += 1) feed(piece);
    }).toThrow(RangeError);
  });
});
