import type { Codecs } from '@hadir/sdk/codec';
import { advertCodecs } from './codecs/adverts.js';
import { gatewayCodecs } from './codecs/gateways.js';
import { keyCodecs } from './codecs/keys.js';
import { radioCodecs } from './codecs/radios.js';
import { rangingCodecs } from './codecs/ranging.js';
import { webauthnCodecs } from './codecs/webauthn.js';

/** Decoders of everything that this plugin reads, by name, for `hadir decode` and golden vectors. */
export const codecs: Codecs = Object.freeze(
  Object.fromEntries(
    [...advertCodecs, ...gatewayCodecs, ...radioCodecs, ...keyCodecs, ...rangingCodecs, ...webauthnCodecs].map(
      (codec) => [codec.name, codec],
    ),
  ),
);
