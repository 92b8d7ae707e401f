import type { CheckinReason } from '@hadir/sdk/checkin';
import type { Pool } from 'pg';
import { byteaArray, inPipelinedTransaction } from '../store/index.js';
import type { PhoneWithKey } from './phones.js';
import type { SiteVersion } from './site-books.js';

/** A check-in that was begun, with the phone that began it. */
export interface Begun {
  readonly phone: PhoneWithKey;
  readonly direction: 'in' | 'out';
  readonly issuedAt: Date;
  /** 8 bytes, hexadecimal; null when no witness is asked for. */
  readonly witnessToken: string | null;
  /** Where its owner may check in. */
  readonly sites: readonly SiteVersion[];
}

export interface Spending {
  readonly nonce: Buffer;
  readonly at: Date;
}

const NONCE_BYTES = 32;

const SPEND = `with asked as (select nonce from unnest($1::bytea[]) as a (nonce)),
  spent as (
    update checkin_nonce n set used_at = $2 from asked a
    where n.nonce = a.nonce and n.purpose = 'checkin' and n.used_at is null
    returning n.nonce, n.phone_id, n.direction, n.issued_at, n.expires_at, n.witness_token
  )
  select encode(a.nonce, 'hex') as nonce, s.direction, s.issued_at as "issuedAt", s.expires_at as "expiresAt",
    encode(s.witness_token, 'hex') as "witnessToken", f.id, f.person_id as "personId", p.name as "personName",
    f.credential_id as "credentialId", f.assurance, f.attestation, f.allowed_by as "allowedBy",
    f.enrolled_at as "enrolledAt", f.revoked_at as "revokedAt", f.revoked_by as "revokedBy",
    f.revoke_reason as "revokeReason", f.public_key as "publicKey", f.counter,
    (select json_agg(json_build_object('id', w.id, 'version', w.version))
     from checkin_person_site x join checkin_site w on w.id = x.site_id where x.person_id = f.person_id) as sites
  from asked a join checkin_nonce n on n.nonce = a.nonce and n.purpose = 'checkin'
    left join spent s on s.nonce = n.nonce
    left join checkin_phone f on f.id = s.phone_id left join person p on p.id = f.person_id`;

type Row = Omit<PhoneWithKey, 'credentialId'> & {
  readonly credentialId: Buffer;
  readonly nonce: string;
  readonly direction: 'in' | 'out' | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly witnessToken: string | null;
  readonly sites: readonly SiteVersion[] | null;
};

/**
 * Uses nonces up, whatever comes of them. The commit does not wait for the disk: should the server lose it, it has lost
 * every decision that rested on it too.
 */
export async function spendNonces(
  pool: Pool,
  spendings: readonly Spending[],
): Promise<readonly (Begun | CheckinReason)[]> {
  const asked = spendings.map(({ nonce }) => (nonce.length === NONCE_BYTES ? nonce.toString('hex') : null));
  const wanted = [...new Set(asked.filter((hex) => hex !== null))];
  const at = spendings[0]?.at ?? new Date(0);
  const rows = await inPipelinedTransaction(pool, async (client) => {
    const eased = client.query('set local synchronous_commit to off');
    const spent = client.query<Row>({
      name: 'checkin-spend',
      text: SPEND,
      values: [byteaArray(wanted, NONCE_BYTES), at],
    });
    return { last: Promise.all([eased, spent]).then(([, { rows }]) => rows) };
  });
  const found = new Map(rows.map((row) => [row.nonce, row]));
  const taken = new Set<string>();
  return asked.map((hex, i) => {
    const row = hex === null ? undefined : found.get(hex);
    if (!row) return 'NONCE_UNKNOWN';
    if (row.direction === null || taken.has(row.nonce)) return 'NONCE_USED';
    taken.add(row.nonce);
    return row.expiresAt < (spendings[i]?.at ?? at) ? 'NONCE_EXPIRED' : begunOf(row);
  });
}

function begunOf({ nonce: _, expiresAt: __, direction, issuedAt, witnessToken, sites, ...phone }: Row): Begun {
  return {
    phone: { ...phone, counter: Number(phone.counter), credentialId: phone.credentialId.toString('base64url') },
    direction: direction ?? 'in',
    issuedAt,
    witnessToken,
    sites: sites ?? [],
  };
}
