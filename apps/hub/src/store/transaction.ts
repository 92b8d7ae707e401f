import type { Pool, PoolClient } from 'pg';
import { storeError } from './errors.js';
import { isTransactionConflict, toStoreError } from './failure.js';

const TRIES = 4;

/**
 * Runs `work` in one transaction on one connection and commits. When another transaction stood in the way (deadlock,
 * serialisation), begins again, so `work` must have no effect outside the database.
 * A connection that broke is thrown away; whether its commit arrived is then unknown, and callers must be idempotent.
 * @throws STORE_UNAVAILABLE, STORE_DISK_FULL, STORE_FAILED, or the HadirError that `work` threw
 */
export function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  return inPipelinedTransaction(pool, async (client) => {
    const result = await work(client);
    return { last: Promise.resolve(result) };
  });
}

/**
 * Like `inTransaction`, for what must be quick: `begin` is not waited for, and `work` hands over its last statements
 * without waiting for them, so that `commit` goes out right behind. Connections are in pipeline mode: statements sent
 * together are done one after the other, each seeing what the one before did, for one turn to the server and back. When
 * one fails, those behind it fail too and the commit becomes a rollback.
 */
export async function inPipelinedTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<{ readonly last: Promise<Result> }>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (tries >= TRIES || !isTransactionConflict(error)) throw toStoreError(error);
    }
  }
}

async function once<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<{ readonly last: Promise<Result> }>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // While checked out, a broken connection reports here; unheard, it would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const begun = client.query('begin');
    const [, { last }] = await Promise.all([begun, work(client)]);
    const [result, { command }] = await Promise.all([last, client.query('commit')]);
    // Somebody swallowed an error: nothing was written.
    if (command !== 'COMMIT') throw storeError('STORE_FAILED', { sqlState: '25P02' });
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
