import type { CodecContext } from '@hadir/sdk/codec';
import { zkError } from '../errors.js';
import { u32 } from '../wire/bytes.js';
import { checksum, sameChecksum } from '../wire/checksum.js';
import { commandName } from '../wire/commands.js';
import { decodeFrame, decodeTcpFrame, type Frame, TCP_WRAPPER_BYTES } from '../wire/frame.js';

/** A frame of a capture with what is known of it besides its fields. */
export interface CapturedFrame {
  readonly frame: Frame;
  /** Length word of the TCP wrapper, null when there was no wrapper. */
  readonly tcpLength: number | null;
  /** Null when the capture is cut, so that it cannot be known. */
  readonly checksumValid: boolean | null;
}

/** Captures that say of themselves that they are cut or were edited are read as far as they go. */
function isLenient(context: CodecContext): boolean {
  return context.truncated === true || context.edited === true;
}

/** UDP datagrams and bare payloads have no wrapper; without a word in the context the bytes decide. */
function hasWrapper(bytes: Uint8Array, context: CodecContext): boolean {
  if (typeof context.transport === 'string') return context.transport === 'tcp';
  // Both magics begin with "PP"; 0xAA begins the frames of access panels. As a command code, none of them exists.
  return bytes.length >= 2 && ((bytes[0] === 0x50 && bytes[1] === 0x50) || bytes[0] === 0xaa);
}

function lenientFrame(bytes: Uint8Array, wrapped: boolean): CapturedFrame {
  const body = wrapped ? bytes.subarray(TCP_WRAPPER_BYTES) : bytes;
  const tcpLength = wrapped ? u32(bytes, 4) : null;
  const frame = decodeFrame(body, { verifyChecksum: false });
  const whole = tcpLength === null || tcpLength === body.length;
  return { frame, tcpLength, checksumValid: whole ? sameChecksum(frame.checksum, checksum(body)) : null };
}

/**
 * Reads the frame of a capture and checks that it is one of those a codec is for.
 * @param commands command or reply codes that fit; none given, all fit
 * @throws the coded errors of frame decoding, ZK_UNEXPECTED_COMMAND
 */
export function readFrame(bytes: Uint8Array, context: CodecContext, ...commands: readonly number[]): CapturedFrame {
  const wrapped = hasWrapper(bytes, context);
  const captured: CapturedFrame = isLenient(context)
    ? lenientFrame(bytes, wrapped)
    : {
        frame: wrapped ? decodeTcpFrame(bytes) : decodeFrame(bytes),
        tcpLength: wrapped ? u32(bytes, 4) : null,
        checksumValid: true,
      };
  const { command } = captured.frame;
  if (commands.length > 0 && !commands.includes(command)) {
    throw zkError('ZK_UNEXPECTED_COMMAND', {
      command: commandName(command),
      expected: commands.map((code) => commandName(code)).join(' / '),
    });
  }
  return captured;
}

/** The fields that every frame codec shows. `session` is what the field holds, whatever it means in this kind of frame. */
export function frameJson({ frame, tcpLength, checksumValid }: CapturedFrame) {
  const announced = tcpLength === null ? frame.data.length : tcpLength - 8;
  return {
    command: frame.command,
    session: frame.session,
    reply: frame.reply,
    checksum: frame.checksum,
    checksumValid,
    dataBytes: frame.data.length,
    dataBytesAnnounced: announced,
    dataBytesPresent: frame.data.length,
    ...(tcpLength === null ? {} : { tcpLength }),
  };
}
