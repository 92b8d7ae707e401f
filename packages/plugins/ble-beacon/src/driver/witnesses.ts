/** A phone that was heard advertising the token of its check-in. */
export interface WitnessHearing {
  /** 8 bytes, hexadecimal. */
  readonly token: string;
  readonly lastHeardMs: number;
  readonly rssiDbm: readonly number[];
}

/** Gathers what is heard of phones that check in, and tells each once. Pure but for its own memory. */
export interface Witnesses {
  hear(token: string, atMs: number, rssiDbm: number): void;
  /** Those of which enough was heard, or for which it was waited long enough. */
  due(nowMs: number): readonly WitnessHearing[];
}

const ENOUGH_FRAMES = 3;
/** A phone advertises for five seconds; its check-in waits about three more. */
const LONGEST_WAIT_MS = 2_000;
const FORGET_MS = 120_000;
/** Anybody can advertise made-up tokens; a rush of one office makes fewer. */
const MOST_NEW_PER_MINUTE = 600;

interface Gathered {
  readonly firstMs: number;
  lastMs: number;
  rssiDbm: number[];
  told: boolean;
}

export function createWitnesses(): Witnesses {
  const heard = new Map<string, Gathered>();
  let minute = { startedMs: Number.NEGATIVE_INFINITY, count: 0 };
  return {
    hear(token, atMs, rssiDbm) {
      const known = heard.get(token);
      if (known) {
        known.lastMs = atMs;
        if (!known.told) known.rssiDbm.push(rssiDbm);
        return;
      }
      if (atMs - minute.startedMs >= 60_000) minute = { startedMs: atMs, count: 0 };
      minute.count += 1;
      if (minute.count > MOST_NEW_PER_MINUTE) return;
      heard.set(token, { firstMs: atMs, lastMs: atMs, rssiDbm: [rssiDbm], told: false });
    },
    due(nowMs) {
      const due: WitnessHearing[] = [];
      for (const [token, one] of heard) {
        if (nowMs - one.firstMs > FORGET_MS) heard.delete(token);
        const isEnough = one.rssiDbm.length >= ENOUGH_FRAMES || nowMs - one.firstMs >= LONGEST_WAIT_MS;
        if (one.told || !isEnough) continue;
        one.told = true;
        due.push({ token, lastHeardMs: one.lastMs, rssiDbm: one.rssiDbm });
      }
      return due;
    },
  };
}
