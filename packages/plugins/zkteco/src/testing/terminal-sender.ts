import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { encodeFrame, encodeTcpFrame, type OutgoingFrame } from '../wire/frame.js';
import type { TerminalFaults } from './terminal-options.js';

/** Where frames go out to one client. */
export interface TerminalPort {
  readonly kind: 'tcp' | 'udp';
  write(bytes: Uint8Array): Promise<void>;
  /** Cuts the line; nothing on UDP. */
  cut(): void;
  readonly open: boolean;
}

/** Sends frames as faultily as asked. Frames of one call stay in order unless the fault is that they do not. */
export interface TerminalSender {
  send(frames: readonly OutgoingFrame[]): Promise<void>;
}

export interface FaultState {
  faults: TerminalFaults;
  /** Bytes that may still go out before the cut; shared by all clients. */
  cutAfterBytes: number | null;
  frames: number;
}

export function createSender(port: TerminalPort, state: FaultState): TerminalSender {
  let heldBack: Uint8Array | null = null;

  /** Live events come from elsewhere at any time: what one call writes must not be torn by another. */
  let last: Promise<void> = Promise.resolve();
  function write(bytes: Uint8Array): Promise<void> {
    last = last.then(() => writeNow(bytes));
    return last;
  }

  async function writeNow(bytes: Uint8Array): Promise<void> {
    if (!port.open) return;
    const { cutAfterBytes, faults } = state;
    if (cutAfterBytes !== null && cutAfterBytes < bytes.length) {
      state.cutAfterBytes = null;
      await port.write(bytes.subarray(0, cutAfterBytes));
      port.cut();
      return;
    }
    if (cutAfterBytes !== null) state.cutAfterBytes = cutAfterBytes - bytes.length;
    const pieceBytes = port.kind === 'tcp' ? (faults.fragmentBytes ?? 0) : 0;
    if (pieceBytes <= 0) return port.write(bytes);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await port.write(bytes.subarray(at, at + pieceBytes));
      await nextTurn();
    }
  }

  async function sendDatagram(bytes: Uint8Array): Promise<void> {
    const { loss = 0, reorderEvery = 0 } = state.faults;
    if (loss > 0 && Math.random() < loss) return;
    if (heldBack === null && reorderEvery > 0 && state.frames % reorderEvery === 0) {
      heldBack = bytes;
      // It goes out after the next one, or after a moment when nothing follows.
      void wait(20).then(flush);
      return;
    }
    await write(bytes);
    await flush();
  }

  async function flush(): Promise<void> {
    const late = heldBack;
    heldBack = null;
    if (late !== null) await write(late);
  }

  function encode(frame: OutgoingFrame): Uint8Array {
    const { corruptEvery = 0, garbageEvery = 0 } = state.faults;
    state.frames++;
    const bytes = port.kind === 'tcp' ? encodeTcpFrame(frame) : encodeFrame(frame);
    if (corruptEvery > 0 && state.frames % corruptEvery === 0) {
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] as number) ^ 0x10;
    }
    if (garbageEvery > 0 && state.frames % garbageEvery === 0) return Buffer.concat([randomBytes(13), bytes]);
    return bytes;
  }

  return {
    async send(frames) {
      const { faults } = state;
      if (faults.mute === true) return;
      if (port.kind === 'tcp' && faults.coalesce === true && frames.length > 1) {
        await write(Buffer.concat(frames.map(encode)));
        return;
      }
      for (const frame of frames) {
        if (state.faults.delayMs !== undefined) await wait(state.faults.delayMs);
        const bytes = encode(frame);
        if (port.kind === 'udp') {
          await sendDatagram(bytes);
        } else if (state.faults.halfFrame === true) {
          state.faults = { ...state.faults, halfFrame: false };
          await write(bytes.subarray(0, bytes.length >> 1));
          port.cut();
          return;
        } else {
          await write(bytes);
        }
      }
    },
  };
}
