import { zkError } from '../errors.js';
import { checksum, sameChecksum } from './checksum.js';

/** Command, checksum, session field and reply id, two bytes each (ZK communication manual 2006; captures of pyzk's tests). */
export const FRAME_HEADER_BYTES = 8;
/** TCP puts magic and length before every frame; UDP does not. */
export const TCP_WRAPPER_BYTES = 8;
/** `50 50 82 7D` read as a little-endian number. */
const TCP_MAGIC = 0x7d825050;
/** `50 50 83 7C`: AES-wrapped frames of firmware from 2025 on. */
const ENCRYPTED_MAGIC = 0x7c835050;
/** First byte of the frames of C3/inBio access panels, which also live on port 4370. */
const ACCESS_PANEL_FIRST_BYTE = 0xaa;
/** A full chunk is about 64 KiB; whole tables of old firmware may come in one frame. */
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

export interface Frame {
  readonly command: number;
  readonly checksum: number;
  /**
   * The 16-bit field that is the session id in requests and plain answers only. In chunk DATA it is the packet's sequence
   * number, in events the event code, in the answer to STATE_RRQ the state.
   */
  readonly session: number;
  /** Echo of the request's reply id; 0 in events. */
  readonly reply: number;
  /** A view, not a copy: valid as long as the bytes it was decoded from. */
  readonly data: Uint8Array;
}

export interface OutgoingFrame {
  readonly command: number;
  readonly session: number;
  readonly reply: number;
  readonly data?: Uint8Array | undefined;
}

/** One frame without the TCP wrapper, as a UDP datagram carries it. */
export function encodeFrame(frame: OutgoingFrame): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + (frame.data?.length ?? 0));
  fillFrame(bytes, frame);
  return bytes;
}

/** One frame in its TCP wrapper. */
export function encodeTcpFrame(frame: OutgoingFrame): Buffer {
  const length = FRAME_HEADER_BYTES + (frame.data?.length ?? 0);
  const bytes = Buffer.alloc(TCP_WRAPPER_BYTES + length);
  bytes.writeUInt32LE(TCP_MAGIC, 0);
  bytes.writeUInt32LE(length, 4);
  fillFrame(bytes.subarray(TCP_WRAPPER_BYTES), frame);
  return bytes;
}

function fillFrame(bytes: Buffer, frame: OutgoingFrame): void {
  bytes.writeUInt16LE(frame.command, 0);
  bytes.writeUInt16LE(frame.session, 4);
  bytes.writeUInt16LE(frame.reply, 6);
  if (frame.data) bytes.set(frame.data, FRAME_HEADER_BYTES);
  bytes.writeUInt16LE(checksum(bytes), 2);
}

export interface DecodeFrameOptions {
  /** Default true. Only captures edited by hand have a reason to say false. */
  readonly verifyChecksum?: boolean;
}

/** Reads one frame without wrapper. @throws ZK_FRAME_TRUNCATED, ZK_CHECKSUM */
export function decodeFrame(bytes: Uint8Array, options: DecodeFrameOptions = {}): Frame {
  if (bytes.length < FRAME_HEADER_BYTES) {
    throw zkError('ZK_FRAME_TRUNCATED', { received: bytes.length, expected: FRAME_HEADER_BYTES });
  }
  const declared = u16(bytes, 2);
  if (options.verifyChecksum !== false) {
    const computed = checksum(bytes);
    if (!sameChecksum(declared, computed)) throw zkError('ZK_CHECKSUM', { stated: declared, computed });
  }
  return {
    command: u16(bytes, 0),
    checksum: declared,
    session: u16(bytes, 4),
    reply: u16(bytes, 6),
    data: bytes.subarray(FRAME_HEADER_BYTES),
  };
}

/**
 * Reads a capture of exactly one wrapped TCP frame.
 * @throws ZK_FRAME_TRUNCATED, ZK_FRAME_TOO_LARGE, ZK_CHECKSUM, ZK_NOT_THIS_PROTOCOL, ZK_C3_PANEL, ZK_ENCRYPTED_FIRMWARE
 */
export function decodeTcpFrame(bytes: Uint8Array, options: DecodeFrameOptions = {}): Frame {
  const length = tcpFrameLength(bytes, DEFAULT_MAX_FRAME_BYTES);
  const received = bytes.length - TCP_WRAPPER_BYTES;
  if (length !== received) throw zkError('ZK_FRAME_TRUNCATED', { received, expected: length });
  return decodeFrame(bytes.subarray(TCP_WRAPPER_BYTES), options);
}

/** Whether the bytes begin with the TCP wrapper's magic. */
function hasTcpMagic(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && u32(bytes, 0) === TCP_MAGIC;
}

/** Checks the wrapper at the start of `bytes` and gives the length of the frame that follows. @throws as `decodeTcpFrame` */
export function tcpFrameLength(bytes: Uint8Array, maxFrameBytes: number): number {
  if (!hasTcpMagic(bytes)) throw foreignProtocol(bytes);
  if (bytes.length < TCP_WRAPPER_BYTES) {
    throw zkError('ZK_FRAME_TRUNCATED', { received: bytes.length, expected: TCP_WRAPPER_BYTES });
  }
  const length = u32(bytes, 4);
  if (length > maxFrameBytes) throw zkError('ZK_FRAME_TOO_LARGE', { claimed: length, limit: maxFrameBytes });
  if (length < FRAME_HEADER_BYTES)
    throw zkError('ZK_FRAME_TRUNCATED', { received: length, expected: FRAME_HEADER_BYTES });
  return length;
}

function foreignProtocol(bytes: Uint8Array): Error {
  const firstBytes = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  if (bytes.length >= 4 && u32(bytes, 0) === ENCRYPTED_MAGIC) {
    return zkError('ZK_ENCRYPTED_FIRMWARE', { firstBytes });
  }
  if (bytes[0] === ACCESS_PANEL_FIRST_BYTE) return zkError('ZK_C3_PANEL', { firstBytes });
  return zkError('ZK_NOT_THIS_PROTOCOL', { firstBytes });
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
