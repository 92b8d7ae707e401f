import { createHmac, timingSafeEqual } from 'node:crypto';
import { defineErrors, errorFactory } from '@hadir/core';
import { deriveSecret } from '../devices/index.js';
import type { CheckinContext } from './context.js';
import { rowsOf } from './sql.js';

export const PASS_ERRORS = defineErrors({
  CHECKIN_PASS_REFUSED: {
    status: 401,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Izin melihat hari ini sudah habis waktunya atau tidak sah.',
      en: 'The leave to see today is out of date or not valid.',
    },
    remedy: { id: 'Buka lagi dengan kunci layar.', en: 'Open it again with the screen lock.' },
  },
  CHECKIN_PHONE_NOT_PROVEN: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Ponsel tidak terbukti milik orang ini ({reason}).',
      en: 'The phone did not prove whose it is ({reason}).',
    },
    remedy: { id: 'Mulai lagi dan buka kunci layar.', en: 'Begin again and open the screen lock.' },
  },
});
export const passError = errorFactory(PASS_ERRORS);

const PASS_MS = 15 * 60_000;
const BODY = /^([0-9a-f-]{36})\.(\d{1,15})$/;

type Parts = Pick<CheckinContext, 'keyring' | 'clock' | 'database'>;

const tagOf = ({ keyring }: Parts, body: string): Buffer =>
  createHmac('sha256', deriveSecret(keyring.current(), 'checkin pass')).update(body).digest();

/**
 * Leave for one phone to see its owner's day, and nothing else. Signed instead of stored, so that any hub with the same
 * secret takes it.
 */
export function issuePass(parts: Parts, phoneId: string): string {
  const body = `${phoneId}.${parts.clock.now() + PASS_MS}`;
  return `${body}.${tagOf(parts, body).toString('base64url')}`;
}

/** Whose day it opens. A phone that was revoked since opens none. @throws CHECKIN_PASS_REFUSED */
export async function personOfPass(parts: Parts, pass: string): Promise<string> {
  const end = pass.lastIndexOf('.');
  const body = pass.slice(0, Math.max(0, end));
  const [, phoneId, expires] = BODY.exec(body) ?? [];
  const [given, right] = [Buffer.from(pass.slice(end + 1), 'base64url'), tagOf(parts, body)];
  const fits = given.length === right.length && timingSafeEqual(given, right);
  if (!fits || Number(expires) < parts.clock.now()) throw passError('CHECKIN_PASS_REFUSED');
  const [phone] = await rowsOf<{ readonly personId: string }>(
    parts.database.pool,
    'select person_id as "personId" from checkin_phone where id = $1 and revoked_at is null',
    [phoneId],
  );
  if (!phone) throw passError('CHECKIN_PASS_REFUSED');
  return phone.personId;
}
