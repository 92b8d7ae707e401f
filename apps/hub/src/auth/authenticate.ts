import type { Clock } from '@hadir/core';
import type { Database } from '../store/index.js';
import { authError } from './errors.js';
import { hashToken, newToken, sameHash, tokenPrefix } from './token.js';

/** Who is asking. `actor` is what the audit says. */
export interface Caller {
  readonly keyId: string;
  readonly actor: string;
  readonly scopes: readonly string[];
}

export interface Authenticator {
  /** @throws AUTH_KEY_REFUSED */
  byToken(token: string): Promise<Caller>;
  /** The caller behind a key that was authenticated before, if it is still good. @throws AUTH_KEY_REFUSED */
  byKeyId(keyId: string): Promise<Caller>;
  /** A key with all rights that lives as long as this process, for the command line on the same machine. */
  readonly localToken: string;
}

const LAST_USED_EVERY_MS = 60_000;
const LOCAL_KEY_ID = 'local';

/**
 * Checks keys against the store at every request, so that a revoked key ends at once.
 * When a key was last used is written at most once a minute.
 */
export function createAuthenticator(database: Database, clock: Clock): Authenticator {
  const local = newToken();
  const localCaller: Caller = { keyId: LOCAL_KEY_ID, actor: 'local command line', scopes: ['admin'] };
  const rows = () =>
    database.kysely
      .selectFrom('api_key')
      .select(['id', 'name', 'hash', 'scopes', 'expires_at', 'revoked_at', 'last_used_at']);
  type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

  const accept = async (row: Row | undefined): Promise<Caller> => {
    const now = clock.now();
    if (!row || row.revoked_at || (row.expires_at && row.expires_at.getTime() <= now)) {
      throw authError('AUTH_KEY_REFUSED');
    }
    if (!row.last_used_at || now - row.last_used_at.getTime() >= LAST_USED_EVERY_MS) {
      await database.kysely
        .updateTable('api_key')
        .set({ last_used_at: new Date(now) })
        .where('id', '=', row.id)
        .execute();
    }
    return { keyId: row.id, actor: `key ${row.name} (${row.id.slice(0, 8)})`, scopes: row.scopes };
  };

  return {
    localToken: local.token,
    async byToken(token) {
      const prefix = tokenPrefix(token);
      if (prefix === null) throw authError('AUTH_KEY_REFUSED');
      const hash = hashToken(token);
      if (sameHash(hash, local.hash)) return localCaller;
      const found = await rows().where('prefix', '=', prefix).execute();
      return accept(found.find((row) => sameHash(row.hash, hash)));
    },
    async byKeyId(keyId) {
      if (keyId === LOCAL_KEY_ID) return localCaller;
      return accept(await rows().where('id', '=', keyId).executeTakeFirst());
    },
  };
}
