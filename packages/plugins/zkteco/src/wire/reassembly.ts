import { DEFAULT_MAX_FRAME_BYTES, TCP_WRAPPER_BYTES, tcpFrameLength } from './frame.js';

export interface ReassemblerOptions {
  /** Frames that claim more are refused before anything is allocated for them. Default 16 MiB. */
  readonly maxFrameBytes?: number;
}

/** Turns a TCP byte stream into frames, however the stream was cut. */
export interface Reassembler {
  /**
   * Takes what came and calls `onFrame` for each frame that is now whole (wrapper removed). A frame that lies within one
   * piece is a view of it; one that spans pieces is copied once. So the work is linear in the bytes, not in frames × bytes.
   * After a throw the stream is lost: close the connection. Looking for the next magic inside binary data would invent frames.
   * @throws ZK_NOT_THIS_PROTOCOL, ZK_C3_PANEL, ZK_ENCRYPTED_FIRMWARE, ZK_FRAME_TOO_LARGE, ZK_FRAME_TRUNCATED
   */
  push(piece: Uint8Array, onFrame: (frame: Uint8Array) => void): void;
  /** Bytes of a frame that is not whole yet. */
  readonly pendingBytes: number;
}

/** First room given to a frame that spans pieces; grows only as bytes really come, so that a claimed length costs nothing. */
const FIRST_ROOM_BYTES = 128 * 1024;

export function createReassembler(options: ReassemblerOptions = {}): Reassembler {
  const maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
  const wrapper = new Uint8Array(TCP_WRAPPER_BYTES);
  let wrapperFilled = 0;
  let frameBytes = -1;
  let body: Uint8Array | null = null;
  let bodyFilled = 0;

  function reserve(needed: number): Uint8Array {
    if (body !== null && body.length >= needed) return body;
    const room = Math.min(frameBytes, Math.max(needed, FIRST_ROOM_BYTES, (body?.length ?? 0) * 2));
    const grown = Buffer.allocUnsafeSlow(room);
    if (body !== null) grown.set(body.subarray(0, bodyFilled));
    body = grown;
    return grown;
  }

  return {
    get pendingBytes() {
      return wrapperFilled + bodyFilled;
    },
    push(piece, onFrame) {
      let at = 0;
      while (at < piece.length) {
        if (frameBytes < 0) {
          if (wrapperFilled === 0 && piece.length - at >= TCP_WRAPPER_BYTES) {
            frameBytes = tcpFrameLength(piece.subarray(at, at + 16), maxFrameBytes);
            at += TCP_WRAPPER_BYTES;
          } else {
            const taken = Math.min(TCP_WRAPPER_BYTES - wrapperFilled, piece.length - at);
            wrapper.set(piece.subarray(at, at + taken), wrapperFilled);
            wrapperFilled += taken;
            at += taken;
            // A foreign peer may send four bytes and wait: say so at once instead of waiting for the eighth.
            if (wrapperFilled < TCP_WRAPPER_BYTES) {
              if (wrapperFilled >= 4) rejectForeign(wrapper.subarray(0, wrapperFilled), maxFrameBytes);
              return;
            }
            frameBytes = tcpFrameLength(wrapper, maxFrameBytes);
          }
          wrapperFilled = 0;
        }
        const rest = piece.length - at;
        if (bodyFilled === 0 && rest >= frameBytes) {
          const whole = piece.subarray(at, at + frameBytes);
          at += frameBytes;
          frameBytes = -1;
          onFrame(whole);
          continue;
        }
        const taken = Math.min(frameBytes - bodyFilled, rest);
        reserve(bodyFilled + taken).set(piece.subarray(at, at + taken), bodyFilled);
        bodyFilled += taken;
        at += taken;
        if (bodyFilled === frameBytes) {
          const whole = (body as unknown as Uint8Array).subarray(0, frameBytes);
          body = null;
          bodyFilled = 0;
          frameBytes = -1;
          onFrame(whole);
        }
      }
    },
  };
}

/** Throws when four to seven bytes already show another protocol. */
function rejectForeign(start: Uint8Array, maxFrameBytes: number): void {
  const padded = new Uint8Array(TCP_WRAPPER_BYTES);
  padded.set(start);
  padded[4] = TCP_WRAPPER_BYTES;
  padded.fill(0, 5);
  tcpFrameLength(padded, maxFrameBytes);
}
