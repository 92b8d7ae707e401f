import { startsWith } from './bytes.js';
import { isPossible, type ThermoSample } from './sample.js';
import { isSound, type UartFormat } from './uart-format.js';

export interface HuntedFrame {
  readonly sample: ThermoSample;
  readonly frame: Uint8Array;
}

/** Finds frames in a stream of bytes that may begin anywhere and hold anything between them. */
export interface UartHunter {
  /** @returns the frames that these bytes complete, in order */
  push(bytes: Uint8Array): readonly HuntedFrame[];
  /** Forgets a frame begun; the line was silent, or what came before concerns somebody else. */
  drop(): void;
  /** Bytes passed over since the start because they belonged to no sound frame. */
  readonly skippedBytes: number;
  /** Frames whose header fitted and whose checksum did not, or that said what no sensor can measure. */
  readonly badFrames: number;
}

/**
 * Hunts byte by byte: where a header fits but the frame is not sound it goes on **one** byte further, because a header
 * can begin inside what looked like one (`5A` before `5A 5A 45 04`). Holds at most one frame less a byte between calls,
 * and looks at each byte a bounded number of times.
 */
export function uartHunter(format: UartFormat): UartHunter {
  let tail: Uint8Array = new Uint8Array(0);
  let skippedBytes = 0;
  let badFrames = 0;
  return {
    push(bytes) {
      const stream = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
      const found: HuntedFrame[] = [];
      let at = 0;
      while (stream.length - at >= format.frameBytes) {
        if (!startsWith(stream, format.header, at)) {
          at += 1;
          skippedBytes += 1;
          continue;
        }
        const frame = stream.slice(at, at + format.frameBytes);
        const sample = isSound(format, frame, 0) ? format.decode(frame) : null;
        if (sample === null || !isPossible(sample)) {
          at += 1;
          skippedBytes += 1;
          badFrames += 1;
        } else {
          found.push({ sample, frame });
          at += format.frameBytes;
        }
      }
      tail = stream.slice(at);
      return found;
    },
    drop() {
      skippedBytes += tail.length;
      tail = new Uint8Array(0);
    },
    get skippedBytes() {
      return skippedBytes;
    },
    get badFrames() {
      return badFrames;
    },
  };
}
