export type { Codec, CodecContext, CodecInput, Codecs } from './codec.js';
export { bytesFromHex, codecInputBytes } from './codec-input.js';
export { decodeCapture } from './decode-capture.js';
export { CODEC_ERRORS } from './errors.js';
export { type ReplayReport, type ReplayResult, replay } from './replay.js';
export { type Difference, NUMBER_TOLERANCE, subsetDifferences } from './subset.js';
export { GoldenVector, parseVectorFile, VectorFile } from './vector-file.js';
