/** The letters Z K S O, with which the scrambled key is masked. */
const MASK = [0x5a, 0x4b, 0x53, 0x4f] as const;
/** Any value works (ZKTeco4J sends a random one); 50 is what the vendor's own software sends. */
const CUSTOMARY_TICK = 50;

/**
 * Data of CMD_AUTH (1102): the communication key mixed with the session id. It hides the key from a glance only: one
 * captured exchange gives it away, so the terminals belong in a network of their own.
 * Reproduces captured packets: key 12 in session 0x45CF gives `61 4D 32 3C` (captures of pyzk's tests).
 *
 * @param key 0–999999 on the keypad; treated as u32.
 * @param session the session id that the terminal gave.
 */
export function scrambleCommKey(key: number, session: number, tick: number = CUSTOMARY_TICK): Buffer {
  const mixed = (reverseBits(key >>> 0) + session) >>> 0;
  const masked = MASK.map((letter, i) => ((mixed >>> (8 * i)) & 0xff) ^ letter) as [number, number, number, number];
  // The halves change places, and the third byte is replaced by the tick itself.
  return Buffer.from([masked[2] ^ tick, masked[3] ^ tick, tick, masked[1] ^ tick]);
}

/** Whether `answer` proves knowledge of `key` in this session; what a terminal asks itself. */
export function provesCommKey(answer: Uint8Array, key: number, session: number): boolean {
  if (answer.length < 4) return false;
  return scrambleCommKey(key, session, answer[2] as number).equals(answer.subarray(0, 4));
}

/**
 * Undoes `scrambleCommKey` as far as can be: the byte that the tick replaced (bits 8–15 of the masked number, i.e. 256
 * candidates) is chosen so that the key is the smallest one, since keypads allow six digits only.
 * @returns null when no key up to `maxKey` fits.
 */
export function recoverCommKey(answer: Uint8Array, session: number, maxKey = 999_999): number | null {
  if (answer.length < 4) return null;
  const [first, second, tick, fourth] = answer as unknown as [number, number, number, number];
  const b2 = first ^ tick ^ MASK[2];
  const b3 = second ^ tick ^ MASK[3];
  const b1 = fourth ^ tick ^ MASK[1];
  let best: number | null = null;
  for (let b0 = 0; b0 < 256; b0++) {
    const mixed = ((b3 << 24) | (b2 << 16) | (b1 << 8) | b0) >>> 0;
    const key = reverseBits((mixed - session) >>> 0);
    if (key <= maxKey && (best === null || key < best)) best = key;
  }
  return best;
}

function reverseBits(value: number): number {
  let rest = value;
  let reversed = 0;
  for (let i = 0; i < 32; i++) {
    reversed = (reversed << 1) | (rest & 1);
    rest >>>= 1;
  }
  return reversed >>> 0;
}
