import { type HadirError, isHadirError } from '@hadir/core';
import type { Codecs } from './codec.js';
import { codecInputBytes } from './codec-input.js';
import { decodeCapture } from './decode-capture.js';
import { type Difference, subsetDifferences } from './subset.js';
import { type GoldenVector, parseVectorFile } from './vector-file.js';

export interface ReplayResult {
  readonly id: string;
  readonly codec: string;
  readonly ok: boolean;
  /** What decoding gave, or `{ error: { code, message, details } }` when the input was refused. */
  readonly got: unknown;
  /** Empty when ok. */
  readonly diff: readonly Difference[];
}

export interface ReplayReport {
  readonly passed: number;
  readonly failed: number;
  readonly results: readonly ReplayResult[];
}

/** These say that the vector or the codec is wrong, not that the codec refused its input. */
const NOT_A_REFUSAL = new Set(['CODEC_UNKNOWN', 'CODEC_CRASHED', 'CODEC_INPUT_INVALID']);

const failureOf = (error: HadirError) => ({
  error: { code: error.code, message: error.text('en'), details: error.details },
});

function replayOne(codecs: Codecs, vector: GoldenVector, index: number): ReplayResult {
  const id = vector.id ?? vector.name ?? `#${index}`;
  const result = (got: unknown, diff: readonly Difference[]): ReplayResult => ({
    id,
    codec: vector.codec,
    ok: diff.length === 0,
    got,
    diff,
  });
  let got: unknown;
  try {
    got = decodeCapture(codecs, vector.codec, codecInputBytes(vector.input), vector.context ?? {});
  } catch (error) {
    if (!isHadirError(error)) throw error;
    const refused = failureOf(error);
    if (vector.expect === null && !NOT_A_REFUSAL.has(error.code)) return result(refused, []);
    const expected = vector.expect === null ? 'a refusal with a coded error' : (vector.expect ?? 'any value');
    return result(refused, [{ path: '$', expected, got: error.message }]);
  }
  if (!Object.hasOwn(vector, 'expect')) return result(got, []);
  if (vector.expect === null) return result(got, [{ path: '$', expected: 'a refusal with a coded error', got }]);
  return result(got, subsetDifferences(vector.expect, got));
}

/**
 * Decodes every vector of a file and says what differs from its expectation.
 * @param file the parsed JSON of a vector file
 * @throws VECTOR_FILE_INVALID
 */
export function replay(codecs: Codecs, file: unknown): ReplayReport {
  const results = parseVectorFile(file).vectors.map((vector, index) => replayOne(codecs, vector, index));
  const passed = results.filter((r) => r.ok).length;
  return { passed, failed: results.length - passed, results };
}
