import { zkError } from '../errors.js';
import { hexSample, putU16, putU32, u16, u32 } from './bytes.js';
import { decodeLatin1, decodeText, encodeText, type TextEncoding } from './text.js';

/** 72 bytes on TCP-class firmware, 28 on ZEM-class units (adrobinoga/zk-protocol, data-user.md; ZK manual 2006). */
export const USER_RECORD_SIZES = [72, 28] as const;
export type UserRecordSize = (typeof USER_RECORD_SIZES)[number];

export interface UserRecord {
  /** Slot on the device, 1–65535. Re-used after deletion: never the person. */
  readonly uid: number;
  /** The person's number as keyed in. Text: leading zeros and letters count. */
  readonly deviceUserId: string;
  readonly name: string;
  /** The name was not valid in the expected encoding. */
  readonly nameFallback: boolean;
  /** Privilege byte without the "disabled" bit: 0 user, 2 enroller, 6 manager, 14 super admin. */
  readonly privilege: number;
  readonly disabled: boolean;
  /** Only for writing the user back unchanged. Never stored, logged or emitted. */
  readonly password: string;
  /** 0 when none. */
  readonly card: number;
  readonly group: number;
  /** Access times of the user's own instead of the group's; 28-byte records have no such flag. */
  readonly ownTimezones: boolean;
  readonly timezones: readonly number[];
}

const DISABLED_BIT = 1;
const ID_TEXT_BYTES = 24;

function decodeUser72(b: Uint8Array, encoding: TextEncoding): UserRecord {
  const name = decodeText(b.subarray(11, 35), encoding);
  return {
    uid: u16(b, 0),
    deviceUserId: decodeLatin1(b.subarray(48, 72)),
    name: name.text,
    nameFallback: name.fallback,
    privilege: (b[2] ?? 0) & ~DISABLED_BIT,
    disabled: ((b[2] ?? 0) & DISABLED_BIT) !== 0,
    password: decodeLatin1(b.subarray(3, 11)),
    card: u32(b, 35),
    group: b[39] ?? 0,
    ownTimezones: u16(b, 40) === 1,
    timezones: [u16(b, 42), u16(b, 44), u16(b, 46)],
  };
}

function decodeUser28(b: Uint8Array, encoding: TextEncoding): UserRecord {
  const name = decodeText(b.subarray(8, 16), encoding);
  return {
    uid: u16(b, 0),
    deviceUserId: String(u32(b, 24)),
    name: name.text,
    nameFallback: name.fallback,
    privilege: (b[2] ?? 0) & ~DISABLED_BIT,
    disabled: ((b[2] ?? 0) & DISABLED_BIT) !== 0,
    password: decodeLatin1(b.subarray(3, 8)),
    card: u32(b, 16),
    group: b[21] ?? 0,
    ownTimezones: false,
    timezones: [u16(b, 22)],
  };
}

/** Reads one record of 72 or 28 bytes. @throws ZK_DATA_TOO_SHORT for any other length */
export function decodeUser(bytes: Uint8Array, encoding: TextEncoding = 'utf-8'): UserRecord {
  if (bytes.length === 72) return decodeUser72(bytes, encoding);
  if (bytes.length === 28) return decodeUser28(bytes, encoding);
  throw zkError('ZK_DATA_TOO_SHORT', { what: 'user record', received: bytes.length, expected: '72 / 28' });
}

const outOfRange = (what: string, value: string | number, limit: string) =>
  zkError('ZK_VALUE_OUT_OF_RANGE', { what, value, limit });

function checkCommon(user: UserRecord): void {
  if (!Number.isInteger(user.uid) || user.uid < 1 || user.uid > 0xffff) throw outOfRange('uid', user.uid, '1–65535');
  if (!Number.isInteger(user.card) || user.card < 0 || user.card > 0xffffffff)
    throw outOfRange('card', user.card, '0–4294967295');
}

function putText(target: Uint8Array, at: number, text: string, encoding: TextEncoding, maxBytes: number): void {
  target.set(encodeText(text, encoding, maxBytes).bytes, at);
}

function privilegeByte(user: UserRecord): number {
  return (user.privilege & 0xfe) | (user.disabled ? DISABLED_BIT : 0);
}

function encodeUser72(user: UserRecord, encoding: TextEncoding): Uint8Array {
  if (!/^[\x21-\x7e]{1,24}$/.test(user.deviceUserId))
    throw outOfRange('deviceUserId', user.deviceUserId.slice(0, 64), '1–24 ASCII');
  const b = new Uint8Array(72);
  putU16(b, 0, user.uid);
  b[2] = privilegeByte(user);
  putText(b, 3, user.password, 'windows-1252', 8);
  putText(b, 11, user.name, encoding, 24);
  putU32(b, 35, user.card);
  b[39] = user.group;
  putU16(b, 40, user.ownTimezones ? 1 : 0);
  for (const [i, tz] of user.timezones.slice(0, 3).entries()) putU16(b, 42 + 2 * i, tz);
  putText(b, 48, user.deviceUserId, 'windows-1252', ID_TEXT_BYTES);
  return b;
}

function encodeUser28(user: UserRecord, encoding: TextEncoding): Uint8Array {
  // The field is a number, so "007" would come back as "7" and letters cannot be kept at all.
  if (!/^[1-9]\d{0,9}$/.test(user.deviceUserId) || Number(user.deviceUserId) > 0xffffffff)
    throw outOfRange('deviceUserId', user.deviceUserId.slice(0, 64), '1–4294967295');
  const b = new Uint8Array(28);
  putU16(b, 0, user.uid);
  b[2] = privilegeByte(user);
  putText(b, 3, user.password, 'windows-1252', 5);
  putText(b, 8, user.name, encoding, 8);
  putU32(b, 16, user.card);
  b[21] = user.group;
  putU16(b, 22, user.timezones[0] ?? 0);
  putU32(b, 24, Number(user.deviceUserId));
  return b;
}

/**
 * Data of CMD_USER_WRQ. Use the size that reading the users showed. Texts are cut before a character that does not fit.
 * @throws ZK_VALUE_OUT_OF_RANGE
 */
export function encodeUser(user: UserRecord, size: UserRecordSize, encoding: TextEncoding = 'utf-8'): Uint8Array {
  checkCommon(user);
  return size === 72 ? encodeUser72(user, encoding) : encodeUser28(user, encoding);
}

/** How much a record looks like a user: a slot, a person's number, a known privilege. 0–1. */
function plausibility(b: Uint8Array): number {
  const uid = u16(b, 0) > 0 ? 0.3 : 0;
  const privilege = ((b[2] ?? 0xff) & 0xf0) === 0 ? 0.2 : 0;
  const id = b.length === 72 ? decodeLatin1(b.subarray(48)) : String(u32(b, 24) || '');
  return uid + privilege + (/^[\x21-\x7e]+$/.test(id) ? 0.5 : 0);
}

const SAMPLE_RECORDS = 50;
const LEAST_SCORE = 0.6;

/**
 * 72 or 28: what the device's count says when it fits, else what the content looks like.
 * @throws ZK_RECORD_SIZE_UNKNOWN rather than guess
 */
export function chooseUserRecordSize(records: Uint8Array, count: number | null): UserRecordSize {
  const byCount = USER_RECORD_SIZES.find((size) => count !== null && count > 0 && records.length === size * count);
  if (byCount !== undefined) return byCount;
  const scored = USER_RECORD_SIZES.filter((size) => records.length % size === 0).map((size) => {
    const n = Math.min(SAMPLE_RECORDS, records.length / size);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += plausibility(records.subarray(i * size, (i + 1) * size));
    return { size, score: n === 0 ? 0 : sum / n };
  });
  const [best, second] = scored.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score < LEAST_SCORE || (second !== undefined && second.score > best.score - 0.1)) {
    throw zkError('ZK_RECORD_SIZE_UNKNOWN', {
      table: 'users',
      size: records.length,
      count: count ?? '?',
      sample: hexSample(records),
    });
  }
  return best.size;
}
