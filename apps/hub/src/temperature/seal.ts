import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Reading } from '@hadir/core';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { DayKey } from './day-key.js';

/**
 * A temperature as the journal keeps it. Kind and key stay readable, so that the chain, doubles and counts work without
 * the day's key; the key of a reading never holds its value.
 */
const SealedReading = Type.Object(
  {
    kind: Type.Literal('temperature'),
    key: Type.String(),
    /** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext, in base64. Device and key are authenticated with it. */
    sealed: Type.Object(
      { day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), data: Type.String() },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type SealedReading = Static<typeof SealedReading>;
const sealedChecker = Compile(SealedReading);

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const bound = (deviceId: string, key: string): Buffer => Buffer.from(`hadir/temperature/1|${deviceId}|${key}`);

/** The body for the journal. */
export function sealReading(reading: Reading, deviceId: string, { day, bytes }: DayKey): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce);
  cipher.setAAD(bound(deviceId, reading.key));
  const text = Buffer.concat([cipher.update(JSON.stringify(reading), 'utf8'), cipher.final()]);
  const data = Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  return JSON.stringify({ kind: 'temperature', key: reading.key, sealed: { day, data } } satisfies SealedReading);
}

/** Null for the body of any other reading. */
export function parseSealed(body: string): SealedReading | null {
  if (!body.startsWith('{"kind":"temperature","key":')) return null;
  const value: unknown = JSON.parse(body);
  return sealedChecker.Check(value) ? value : null;
}

/** The body as it was before it was sealed. Throws when it was altered or belongs to another device. */
export function unsealReading({ key, sealed }: SealedReading, deviceId: string, dayKey: Buffer): string {
  const bytes = Buffer.from(sealed.data, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', dayKey, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(bound(deviceId, key));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
