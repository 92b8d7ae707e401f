import type { Clock } from '@hadir/core';
import type { Logger } from '@hadir/sdk';
import { ADVISORY_LOCKS, type Database, inTransaction } from '../store/index.js';
import type { Enqueuer, JobQueue } from './producer.js';
import { waitingJobs } from './stats.js';

export interface SweeperOptions {
  readonly intervalMs?: number;
  /** Batches younger than this were queued by those who appended them. */
  readonly graceMs?: number;
}

/** Brings open batches back into a queue that lost them: at the start, and from then on. */
export interface Sweeper {
  /** @returns how many batches were queued; 0 when nothing was lost or another hub is sweeping */
  sweepNow(): Promise<number>;
  stop(): Promise<void>;
}

const INTERVAL_MS = 5000;
const GRACE_MS = 5000;
const PAGE = 1000;

export interface SweeperParts {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly enqueuer: Enqueuer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SweeperOptions;
}

export function startSweeper({ db, queue, enqueuer, clock, log, settings }: SweeperParts): Sweeper {
  const graceMs = settings.graceMs ?? GRACE_MS;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  /** The first time, everything open is of an earlier life, however young. */
  let isFirst = true;

  async function sweep(): Promise<number> {
    if (stopped) return 0;
    const cutoff = new Date(clock.now() - (isFirst ? 0 : graceMs));
    const ids = await lostBatches(cutoff);
    let queued = 0;
    for (let at = 0; at < ids.length && !stopped; at += PAGE) {
      const page = ids.slice(at, at + PAGE);
      if (!(await enqueuer.enqueueNow(page))) return queued;
      queued += page.length;
    }
    isFirst = false;
    if (queued > 0) log.info('queued open batches again', { batches: queued });
    return queued;
  }

  /** Open batches, unless all of them are waiting in the queue already: then there is nothing to bring. */
  async function lostBatches(cutoff: Date): Promise<readonly number[]> {
    return await inTransaction(db.pool, async (client) => {
      const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1, $2) as got', [
        ...ADVISORY_LOCKS.sweep,
      ]);
      if (lock.rows[0]?.got !== true) return [];
      // An issue about a batch that is done meanwhile is over.
      await client.query(
        `update issue set cleared_at = now() where code = 'QUEUE_BATCH_STUCK' and cleared_at is null
           and not exists (select 1 from journal_batch b where b.id::text = issue.subject and b.done_at is null)`,
      );
      const { rows } = await client.query<{ id: number }>(
        `select id from journal_batch where done_at is null and appended_at <= $1
           and (retry_at is null or retry_at <= now()) order by id limit 100000`,
        [cutoff],
      );
      if (rows.length === 0 || rows.length <= (await waitingJobs(queue))) return [];
      return rows.map((row) => row.id);
    });
  }

  function sweepNow(): Promise<number> {
    const next = last.then(sweep, sweep);
    last = next.catch(() => undefined);
    return next;
  }

  function background(): void {
    void sweepNow().catch((error: unknown) => log.debug('sweeping waits', { reason: String(error) }));
  }

  background();
  const timer = setInterval(background, settings.intervalMs ?? INTERVAL_MS);
  timer.unref();
  return {
    sweepNow,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await last;
    },
  };
}
