import { zkError } from '../errors.js';
import { hexSample } from './bytes.js';
import { decodeLatin1 } from './text.js';

/**
 * Gives each distinct user id a small number and keeps its text once. A log of a million punches has a few hundred
 * people, so the text is made a few hundred times instead of a million.
 */
export interface UserIdTable {
  /** Texts by index; grows while decoding. */
  readonly ids: readonly string[];
  /** Index of the NUL-ended text at `at` (24 bytes). `hint` is any number that usually goes with the same text. */
  ofText(view: DataView, at: number, hint: number): number;
  ofNumber(value: number): number;
  ofSlot(uid: number): number;
}

/** 24 bytes, compared as words. */
const ID_WORDS = 6;
const HINTS = 0x10000;
/** No terminal holds so many people; a log that does is garbage, and keeping its "ids" would take all memory. */
const MAX_DISTINCT_IDS = 262_144;

/** What stands for the user id of a record that names only a slot which is in no user list. No keypad can type it. */
export function unknownSlotId(uid: number): string {
  return `#${uid}`;
}

export function createUserIdTable(userIdOfSlot: (uid: number) => string | undefined = () => undefined): UserIdTable {
  const ids: string[] = [];
  const byText = new Map<string, number>();
  /** Per hint: 1 + index of the id last seen with it; 0 when none. */
  const hinted = new Int32Array(HINTS);
  /** Per hint: the number behind it. */
  const numbers = new Uint32Array(HINTS);
  /** The 24 bytes of each id as six words, by its index. */
  let words = new Int32Array(256 * ID_WORDS);

  function indexOf(text: string): number {
    const known = byText.get(text);
    if (known !== undefined) return known;
    if (ids.length >= MAX_DISTINCT_IDS) {
      throw zkError('ZK_MEMORY_GARBAGE', { table: 'attendance', sample: hexSample(Buffer.from(text, 'latin1')) });
    }
    const index = ids.push(text) - 1;
    byText.set(text, index);
    return index;
  }

  function remember(index: number, view: DataView, at: number): void {
    const needed = (index + 1) * ID_WORDS;
    if (words.length < needed) {
      const grown = new Int32Array(Math.max(needed, words.length * 2));
      grown.set(words);
      words = grown;
    }
    for (let i = 0; i < ID_WORDS; i++) words[index * ID_WORDS + i] = view.getInt32(at + 4 * i, true);
  }

  /**
   * Whether the text at `at` is the one remembered. Four bytes at a step; what follows the NUL inside its word takes part,
   * so old memory there costs time, never a wrong answer.
   */
  function isSame(index: number, view: DataView, at: number): boolean {
    const from = index * ID_WORDS;
    for (let i = 0; i < ID_WORDS; i++) {
      const word = view.getInt32(at + 4 * i, true);
      if (word !== words[from + i]) return false;
      if (((word - 0x01010101) & ~word & 0x80808080) !== 0) return true;
    }
    return true;
  }

  return {
    ids,
    ofText(view, at, hint) {
      const slot = hint & 0xffff;
      const known = (hinted[slot] as number) - 1;
      if (known >= 0 && isSame(known, view, at)) return known;
      const field = new Uint8Array(view.buffer, view.byteOffset + at, ID_WORDS * 4);
      const index = indexOf(decodeLatin1(field));
      hinted[slot] = index + 1;
      remember(index, view, at);
      return index;
    },
    ofNumber(value) {
      const slot = (value ^ (value >>> 16)) & 0xffff;
      const known = (hinted[slot] as number) - 1;
      if (known >= 0 && numbers[slot] === value) return known;
      const index = indexOf(String(value));
      hinted[slot] = index + 1;
      numbers[slot] = value;
      return index;
    },
    ofSlot(uid) {
      const slot = uid & 0xffff;
      const known = (hinted[slot] as number) - 1;
      if (known >= 0) return known;
      const index = indexOf(userIdOfSlot(uid) ?? unknownSlotId(uid));
      hinted[slot] = index + 1;
      return index;
    },
  };
}
