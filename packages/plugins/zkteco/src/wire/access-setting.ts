import { zkError } from '../errors.js';
import { u16 } from './bytes.js';

/** One day of a time zone, `HH:MM-HH:MM`. */
export type DayWindow = string;

export interface TimezoneSetting {
  readonly index: number;
  /** Sunday first. */
  readonly days: readonly DayWindow[];
}

export interface UnlockCombination {
  readonly combination: number;
  /** Groups that must be present together. */
  readonly groups: readonly number[];
  /** How many of the group places are used, as the device counts them. */
  readonly valid: number;
}

export interface VerifyStyle {
  readonly uid: number;
  /** 0x80 is added to the codes 0–14. */
  readonly mode: number;
}

const two = (n: number): string => String(n).padStart(2, '0');

function requireBytes(data: Uint8Array, what: string, expected: number): void {
  if (data.length < expected) throw zkError('ZK_DATA_TOO_SHORT', { what, received: data.length, expected });
}

/** `u16 index`, then per day start hour, minute, end hour, minute (adrobinoga/zk-protocol, access.md). @throws ZK_DATA_TOO_SHORT */
export function decodeTimezone(data: Uint8Array): TimezoneSetting {
  requireBytes(data, 'time zone', 30);
  const days = Array.from({ length: 7 }, (_, day) => {
    const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = data.subarray(2 + 4 * day, 6 + 4 * day);
    return `${two(h1)}:${two(m1)}-${two(h2)}:${two(m2)}`;
  });
  return { index: u16(data, 0), days };
}

/** `u8 number, 5 groups, u16 count` (adrobinoga/zk-protocol, access.md). @throws ZK_DATA_TOO_SHORT */
export function decodeUnlockCombination(data: Uint8Array): UnlockCombination {
  requireBytes(data, 'unlock combination', 8);
  return {
    combination: data[0] ?? 0,
    groups: [...data.subarray(1, 6)].filter((group) => group !== 0),
    valid: u16(data, 6),
  };
}

/** `u16 uid, u8 mode` (adrobinoga/zk-protocol, data-user.md). @throws ZK_DATA_TOO_SHORT */
export function decodeVerifyStyle(data: Uint8Array): VerifyStyle {
  requireBytes(data, 'verify style', 3);
  return { uid: u16(data, 0), mode: data[2] ?? 0 };
}
