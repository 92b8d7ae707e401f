import { randomUUID } from 'node:crypto';
import type { Clock } from '@hadir/core';
import { sql } from 'kysely';
import { writeAudit } from '../audit/index.js';
import { ADVISORY_LOCKS, type Database } from '../store/index.js';
import { authError } from './errors.js';
import { beyond, type Scope } from './scopes.js';
import { newToken } from './token.js';

/** A key as lists show it; its secret is known to its holder only. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date | null;
}

const columns = [
  'id',
  'name',
  'prefix',
  'scopes',
  'created_at as createdAt',
  'created_by as createdBy',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const;

/**
 * Makes a key. The token is in the answer and nowhere else, ever.
 * @throws KEY_SCOPE_BEYOND, KEY_EXPIRY_PAST
 */
export async function createKey(
  database: Database,
  input: NewKey,
  by: { readonly actor: string; readonly scopes: readonly string[] },
  clock: Clock,
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  const excess = beyond(by.scopes, input.scopes);
  if (excess.length > 0) throw authError('KEY_SCOPE_BEYOND', { scopes: excess.join(', ') });
  if (input.expiresAt && input.expiresAt.getTime() <= clock.now()) throw authError('KEY_EXPIRY_PAST');
  const { token, prefix, hash } = newToken();
  const key = await database.kysely.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto('api_key')
      .values({
        id: randomUUID(),
        name: input.name,
        prefix,
        hash,
        scopes: [...new Set(input.scopes)],
        created_by: by.actor,
        expires_at: input.expiresAt ?? null,
        revoked_at: null,
        last_used_at: null,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
    await writeAudit(trx, {
      actor: by.actor,
      action: 'key.create',
      subject: row.id,
      details: { name: row.name, scopes: row.scopes },
    });
    return row;
  });
  return { key, token };
}

/** The administrator key of a hub that has none yet; null when there is one already. */
export async function createFirstKey(database: Database, clock: Clock): Promise<string | null> {
  const [space, lock] = ADVISORY_LOCKS.firstKey;
  return database.kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${space}, ${lock})`.execute(connection);
    try {
      const any = await connection.selectFrom('api_key').select('id').limit(1).executeTakeFirst();
      if (any) return null;
      const by = { actor: 'hub', scopes: ['admin'] };
      const { token } = await createKey(database, { name: 'administrator', scopes: ['admin'] }, by, clock);
      return token;
    } finally {
      await sql`select pg_advisory_unlock(${space}, ${lock})`.execute(connection);
    }
  });
}

export async function listKeys(database: Database): Promise<readonly ApiKey[]> {
  return database.kysely.selectFrom('api_key').select(columns).orderBy('created_at').orderBy('id').execute();
}

/** Ends a key at once. Ending one that has ended is fine. @throws KEY_NOT_FOUND */
export async function revokeKey(database: Database, id: string, actor: string): Promise<ApiKey> {
  return database.kysely.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('api_key')
      .set({ revoked_at: sql`coalesce(revoked_at, now())` })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirst();
    if (!row) throw authError('KEY_NOT_FOUND', { id });
    await writeAudit(trx, { actor, action: 'key.revoke', subject: id, details: { name: row.name } });
    return row;
  });
}
