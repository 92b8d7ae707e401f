import { isHadirError } from '@hadir/core';
import type { CodecContext, Codecs } from './codec.js';
import { codecError } from './errors.js';

/**
 * Runs one codec over one capture and gives its answer as plain JSON.
 * @throws the codec's own coded error when it refuses the input, CODEC_UNKNOWN, or CODEC_CRASHED for any other exception
 */
export function decodeCapture(codecs: Codecs, name: string, input: Uint8Array, context: CodecContext = {}): unknown {
  const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
  if (codec === undefined) {
    throw codecError('CODEC_UNKNOWN', { codec: name, known: Object.keys(codecs).sort().join(', ') || '–' });
  }
  try {
    return JSON.parse(JSON.stringify(codec.decode(input, context)) ?? 'null');
  } catch (error) {
    if (isHadirError(error)) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw codecError('CODEC_CRASHED', { codec: name, reason }, error);
  }
}
