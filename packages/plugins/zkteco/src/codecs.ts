import type { Codecs } from '@hadir/sdk/codec';
import { admsCodecs } from './codecs/adms.js';
import { anyAdmsCodec } from './codecs/adms-any.js';
import { attendanceCodecs } from './codecs/attendance-data.js';
import { eventCodecs } from './codecs/events.js';
import { frameCodecs } from './codecs/frames.js';
import { recordCodecs } from './codecs/records.js';
import { soapCodecs } from './codecs/soap.js';

/** For programs that read whole logs: the streaming decoder that the driver itself uses. */
export type { AttendanceBatch, AttendanceRecord } from './wire/attendance-batch.js';
export {
  type AttendanceDecoder,
  type AttendanceDecoderOptions,
  createAttendanceDecoder,
} from './wire/attendance-decoder.js';

/**
 * Decoders of everything that this plugin reads, by name, for `hadir decode` and golden vectors. Frames are taken with
 * or without the TCP wrapper (`context.transport`: tcp, udp, payload, record); `context.truncated` and `context.edited`
 * say that a capture is not as the terminal sent it, so that it is read as far as it goes instead of refused.
 */
export const codecs: Codecs = Object.freeze(
  Object.fromEntries(
    [
      ...frameCodecs,
      ...recordCodecs,
      ...attendanceCodecs,
      ...eventCodecs,
      ...admsCodecs,
      anyAdmsCodec,
      ...soapCodecs,
    ].map((codec) => [codec.name, codec]),
  ),
);
