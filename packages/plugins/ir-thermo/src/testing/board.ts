import { boardFrame, type SimulatedModel } from './board-frame.js';

/** What a simulated board does wrong, for as long as it is told. */
export interface BoardFaults {
  /** Sends nothing at all. */
  silent?: boolean;
  /** Every so many frames lose their end: 3 means each third one. */
  cutEvery?: number;
  /** Every so many frames carry a wrong checksum. */
  badSumEvery?: number;
  /** Bytes of noise before each frame. */
  noiseBytes?: number;
}

export interface BoardOptions {
  readonly model: SimulatedModel;
  /** Sends by itself every so often; null: only when asked (`A5 15 BA`). */
  readonly everyMs: number | null;
  readonly roomCelsius?: number;
  /** Sends bytes to the computer. */
  send(bytes: Uint8Array): void;
  readonly random?: () => number;
}

/** A UART thermometer without a housing: give it somebody to look at, and it sends frames. */
export interface SimulatedBoard {
  readonly faults: BoardFaults;
  /** Somebody of this temperature stands before it, for so long. */
  present(celsius: number, forMs: number): void;
  /** Bytes from the computer. */
  receive(bytes: Uint8Array): void;
  /** Sends one frame now. */
  tick(): void;
  readonly frames: number;
  stop(): void;
}

const ASK = Buffer.from('a515ba', 'hex');
/** Noise of a sensor at rest, in °C. */
const JITTER = 0.06;

export function simulatedBoard(options: BoardOptions): SimulatedBoard {
  const { model, everyMs, roomCelsius = 27, send, random = Math.random } = options;
  const faults: BoardFaults = {};
  let person: { readonly celsius: number; readonly untilMs: number } | null = null;
  let frames = 0;
  let asked = Buffer.alloc(0);

  function celsius(): number {
    const isThere = person !== null && performance.now() < person.untilMs;
    return (isThere ? (person?.celsius ?? 0) : roomCelsius + 0.5) + (random() - 0.5) * JITTER;
  }

  function tick(): void {
    if (faults.silent === true) return;
    frames += 1;
    const frame = Buffer.from(boardFrame(model, celsius(), roomCelsius));
    const hits = (every: number | undefined) => every !== undefined && every > 0 && frames % every === 0;
    if (hits(faults.badSumEvery)) frame[frame.length - 2] = (frame[frame.length - 2] ?? 0) ^ 0x21;
    const cut = hits(faults.cutEvery) ? frame.subarray(0, Math.ceil(frame.length / 2)) : frame;
    const noise = Buffer.from(Array.from({ length: faults.noiseBytes ?? 0 }, () => Math.floor(random() * 256)));
    send(Buffer.concat([noise, cut]));
  }

  const timer = everyMs === null ? undefined : setInterval(tick, everyMs);
  return {
    faults,
    present(temperature, forMs) {
      person = { celsius: temperature, untilMs: performance.now() + forMs };
    },
    receive(bytes) {
      asked = Buffer.concat([asked, bytes]).subarray(-ASK.length);
      if (asked.equals(ASK)) {
        asked = Buffer.alloc(0);
        tick();
      }
    },
    tick,
    get frames() {
      return frames;
    },
    stop: () => clearInterval(timer),
  };
}
