import type { Codecs } from '@hadir/sdk/codec';
import { otherCodecs } from './codecs/others.js';
import { uartCodecs } from './codecs/uart.js';

/** Decoders of everything that this plugin reads, by name, for `hadir decode` and golden vectors. Degrees Celsius. */
export const codecs: Codecs = Object.freeze(
  Object.fromEntries([...uartCodecs, ...otherCodecs].map((codec) => [codec.name, codec])),
);
