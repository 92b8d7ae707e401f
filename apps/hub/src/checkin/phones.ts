import { createHash, randomInt, randomUUID } from 'node:crypto';
import { inTransaction } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { audit, type Runner, rowsOf } from './sql.js';

/** A phone that is, or was, somebody's. */
export interface Phone {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  /** base64url */
  readonly credentialId: string;
  readonly assurance: 'attested' | 'low';
  readonly attestation: Readonly<Record<string, unknown>>;
  readonly allowedBy: string;
  readonly enrolledAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly revokeReason: string | null;
}

/** With what its signatures are checked against. */
export interface PhoneWithKey extends Phone {
  readonly publicKey: Buffer;
  readonly counter: number;
}

const SELECT = `select f.id, f.person_id as "personId", p.name as "personName", f.credential_id as raw,
    f.assurance, f.attestation, f.allowed_by as "allowedBy", f.enrolled_at as "enrolledAt",
    f.revoked_at as "revokedAt", f.revoked_by as "revokedBy", f.revoke_reason as "revokeReason",
    f.public_key as "publicKey", f.counter
  from checkin_phone f join person p on p.id = f.person_id`;

type Row = Omit<PhoneWithKey, 'credentialId'> & { readonly raw: Buffer };

const withKey = ({ raw, ...phone }: Row): PhoneWithKey => ({
  ...phone,
  counter: Number(phone.counter),
  credentialId: raw.toString('base64url'),
});
const withoutKey = ({ publicKey: _, counter: __, ...phone }: PhoneWithKey): Phone => phone;

export async function listPhones(runner: Runner, personId: string | null): Promise<readonly Phone[]> {
  const rows = await rowsOf<Row>(
    runner,
    `${SELECT} where $1::uuid is null or f.person_id = $1 order by f.enrolled_at desc, f.id limit 1000`,
    [personId],
  );
  return rows.map((row) => withoutKey(withKey(row)));
}

export async function phoneByCredential(runner: Runner, credentialId: string): Promise<PhoneWithKey | null> {
  const bytes = Buffer.from(credentialId, 'base64url');
  const [row] = await rowsOf<Row>(runner, `${SELECT} where f.credential_id = $1`, [bytes]);
  return row ? withKey(row) : null;
}

/** @throws CHECKIN_NOT_FOUND */
export async function revokePhone(context: CheckinContext, id: string, reason: string, actor: string): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    const gone = await rowsOf(
      client,
      `update checkin_phone set revoked_at = $2, revoked_by = $3, revoke_reason = $4
       where id = $1 and revoked_at is null returning id`,
      [id, new Date(context.clock.now()), actor, reason],
    );
    if (gone.length === 0) throw checkinError('CHECKIN_NOT_FOUND', { what: 'phone', id });
    await audit(client, actor, 'checkin.phone.revoke', id, { reason });
  });
}

const WINDOW_MS = 24 * 3600_000;
const CODE_DIGITS = 10;

/** Codes are typed by people, so they are digits; ten of them, one day, and the limit on failed logins bound guessing. */
export const codeHash = (code: string): Buffer => createHash('sha256').update(`hadir-enrol ${code}`).digest();

/** Lets one person enrol one phone within a day. An older window of the person closes. @throws CHECKIN_NOT_FOUND */
export async function openWindow(
  context: CheckinContext,
  personId: string,
  actor: string,
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const now = context.clock.now();
  const code = Array.from({ length: CODE_DIGITS }, () => randomInt(10)).join('');
  const expiresAt = new Date(now + WINDOW_MS);
  await inTransaction(context.database.pool, async (client) => {
    const person = await rowsOf(client, 'select 1 from person where id = $1 for update', [personId]);
    if (person.length === 0) throw checkinError('CHECKIN_NOT_FOUND', { what: 'person', id: personId });
    await client.query(
      'update checkin_window set expires_at = $2 where person_id = $1 and used_at is null and expires_at > $2',
      [personId, new Date(now)],
    );
    await client.query(
      `insert into checkin_window (id, person_id, code_hash, opened_by, opened_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [randomUUID(), personId, codeHash(code), actor, new Date(now), expiresAt],
    );
    await audit(client, actor, 'checkin.window.open', personId);
  });
  return { code, expiresAt };
}
