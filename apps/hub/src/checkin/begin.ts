import { randomBytes } from 'node:crypto';
import { witnessToken } from '@hadir/sdk/proximity';
import { byteaArray, inPipelinedTransaction, textArray } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import type { Groups } from './groups.js';
import type { SiteBooks, SiteVersion } from './site-books.js';

export const NONCE_TTL_SECONDS = 60;
const KEEP_SPENT_MS = 24 * 3600_000;
const WITNESS_SECONDS = 5;
const NONCE_BYTES = 32;

export interface Beginning {
  /** base64url */
  readonly credentialId: string;
  readonly direction: 'in' | 'out';
  readonly nonce: Buffer;
  /** 8 bytes, hexadecimal: what the phone advertises when a site asks for a witness. */
  readonly token: string;
}

/** Where a phone that may begin may check in; null for one that may not. */
export type Opened = { readonly credentialId: string; readonly sites: readonly SiteVersion[] } | null;

export interface BeginParts {
  readonly books: SiteBooks;
  readonly open: Groups<Beginning, Opened>;
}

/** Opens a check-in for an enrolled phone. @throws CHECKIN_PHONE_UNKNOWN */
export async function beginCheckin(
  context: CheckinContext,
  parts: BeginParts,
  credentialId: string,
  direction: 'in' | 'out',
) {
  const nonce = randomBytes(NONCE_BYTES);
  const key = randomBytes(16);
  const token = Buffer.from(witnessToken(key, nonce)).toString('hex');
  const opened = await parts.open.add({ credentialId, direction, nonce, token });
  if (opened === null) throw checkinError('CHECKIN_PHONE_UNKNOWN');
  const books = await Promise.all(opened.sites.map(parts.books));
  const sites = books
    .map(({ site: { id, name, minFrames, minSpreadMs, witness }, beacons }) => {
      const references = beacons.flatMap(({ reference }) => (reference === null ? [] : [reference]));
      return { id, name, gattBeacons: [...new Set(references)], minFrames, minSpreadMs, witness };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
  return {
    nonce: nonce.toString('base64url'),
    ttlSeconds: NONCE_TTL_SECONDS,
    rpId: context.relyingParty.rpId,
    credentialId: opened.credentialId,
    sites,
    witness: sites.some(({ witness }) => witness !== 'off')
      ? { key: key.toString('base64url'), seconds: WITNESS_SECONDS }
      : null,
  };
}

const OPEN = `with asked as (
    select * from unnest($1::text[], $2::bytea[], $3::text[], $4::bytea[]) with ordinality
      as a (credential, nonce, direction, token, place)
  ), phone as (
    select a.*, f.id, f.person_id, f.credential_id from asked a join checkin_phone f
      on f.credential_id = decode(a.credential, 'base64') and f.revoked_at is null
  ), issued as (
    insert into checkin_nonce (nonce, purpose, phone_id, direction, issued_at, expires_at, witness_token)
    select nonce, 'checkin', id, direction, $5, $6, token from phone
  )
  select p.place::int4 as place, encode(p.credential_id, 'base64') as credential,
    (select json_agg(json_build_object('id', w.id, 'version', w.version))
     from checkin_person_site x join checkin_site w on w.id = x.site_id where x.person_id = p.person_id) as sites
  from phone p`;

interface OpenRow {
  readonly place: number;
  readonly credential: string;
  readonly sites: readonly SiteVersion[] | null;
}

/** Issues nonces. Should the server lose them with its power, phones begin again; so no commit waits for the disk. */
export async function openCheckins(
  { database, clock }: CheckinContext,
  group: readonly Beginning[],
): Promise<readonly Opened[]> {
  const now = clock.now();
  // Now and then, so that no request has to sweep much.
  const sweeps = group.some(({ nonce }) => nonce[0] === 0);
  const rows = await inPipelinedTransaction(database.pool, async (client) => ({
    last: Promise.all([
      client.query<OpenRow>({
        name: 'checkin-open',
        text: OPEN,
        values: [
          textArray(group.map(({ credentialId }) => Buffer.from(credentialId, 'base64url').toString('base64'))),
          byteaArray(
            group.map(({ nonce }) => nonce.toString('hex')),
            NONCE_BYTES,
          ),
          textArray(group.map(({ direction }) => direction)),
          byteaArray(
            group.map(({ token }) => token),
            8,
          ),
          new Date(now),
          new Date(now + NONCE_TTL_SECONDS * 1000),
        ],
      }),
      client.query('set local synchronous_commit to off'),
      ...(sweeps
        ? [client.query('delete from checkin_nonce where expires_at < $1', [new Date(now - KEEP_SPENT_MS)])]
        : []),
    ]).then(([answer]) => answer.rows),
  }));
  const opened: Opened[] = group.map(() => null);
  for (const { place, credential, sites } of rows) {
    opened[place - 1] = {
      credentialId: Buffer.from(credential, 'base64').toString('base64url'),
      sites: sites ?? [],
    };
  }
  return opened;
}
