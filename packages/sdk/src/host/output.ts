import type { Readable } from 'node:stream';

const MAX_LINE_CHARS = 2000;
const BYTES_PER_SECOND = 1024 * 1024;
const TAIL_CHARS = 4000;

/** What a plugin process writes to its standard output or error. */
export interface Output {
  /** The end of what was written, for the report of an exit. */
  tail(): string;
  stop(): void;
}

/** Reads lines of bounded length at a bounded rate; a flood is slowed down at its source. */
export function readOutput(stream: Readable, onLine: (line: string) => void): Output {
  let rest = '';
  let tail = '';
  let budget = BYTES_PER_SECOND;
  const refill = setInterval(() => {
    budget = BYTES_PER_SECOND;
    if (stream.isPaused()) stream.resume();
  }, 1000);
  refill.unref();
  stream.setEncoding('utf8');
  stream.on('error', () => undefined);
  stream.on('data', (text: string) => {
    budget -= text.length;
    if (budget <= 0) stream.pause();
    tail = (tail + text).slice(-TAIL_CHARS);
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_CHARS);
    for (const line of lines) if (line.trim() !== '') onLine(line.slice(0, MAX_LINE_CHARS));
  });
  return {
    tail: () => tail,
    stop() {
      clearInterval(refill);
      stream.destroy();
    },
  };
}
