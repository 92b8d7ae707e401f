import type { Pool, PoolClient } from 'pg';
import { isTransactionConflict, toStoreError } from './failure.js';

const TRIES = 4;

/**
 * Runs `work` in one transaction on one connection and commits. When another transaction stood in the way (deadlock,
 * serialisation), begins again, so `work` must have no effect outside the database.
 * A connection that broke is thrown away; whether its commit arrived is then unknown, and callers must be idempotent.
 * @throws STORE_UNAVAILABLE, STORE_DISK_FULL, STORE_FAILED, or the HadirError that `work` threw
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (tries >= TRIES || !isTransactionConflict(error)) throw toStoreError(error);
    }
  }
}

async function once<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // While checked out, a broken connection reports here; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken ??= failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
