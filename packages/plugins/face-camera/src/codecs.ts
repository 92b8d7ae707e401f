import type { Codec, Codecs } from '@hadir/sdk/codec';
import { dahuaCgi } from './codecs/dahua-cgi.js';
import { hikvisionIsapi } from './codecs/hikvision-isapi.js';
import { httpDigest } from './codecs/http-digest.js';
import { onvif } from './codecs/onvif.js';

const all: readonly Codec[] = [hikvisionIsapi, dahuaCgi, onvif, httpDigest];

/** Decoders of what cameras and terminals send, by name, for `hadir decode` and golden vectors. Pictures are counted, never shown. */
export const codecs: Codecs = Object.freeze(Object.fromEntries(all.map((codec) => [codec.name, codec])));
