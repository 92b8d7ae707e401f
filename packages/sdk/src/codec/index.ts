export type { Codec, CodecContext, CodecInput, Codecs } from './codec.js';
