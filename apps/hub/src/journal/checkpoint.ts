import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Clock, instantToText, isHadirError } from '@hadir/core';
import type { Logger } from '@hadir/sdk';
import { type Database, raiseIssue, toStoreError } from '../store/index.js';
import { appendCheckpoint, checkpointLines, signingKey } from './checkpoint-file.js';
import { journalError } from './errors.js';

export interface CheckpointerOptions {
  readonly db: Database;
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs?: number;
}

/**
 * Signs the heads of the chains from time to time, outside the database. A chain proves what lies before its head; only
 * a witness elsewhere proves that its end was not cut off, or the whole of it written anew.
 */
export interface Checkpointer {
  /**
   * Signs the heads that moved. @returns how many
   * @throws JOURNAL_CHECKPOINT_BROKEN when a chain no longer holds what was signed last
   */
  writeNow(): Promise<number>;
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;

type Signed = Map<string, readonly [seq: number, hash: string]>;

/** Begins to write checkpoints every `intervalMs` (an hour); a failure is logged and becomes an issue. */
export function startCheckpoints(options: CheckpointerOptions): Checkpointer {
  let opened: Promise<{ key: KeyObject; signed: Signed; previous: string | null }> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function open() {
    const key = await signingKey(options.stateFolder);
    const signed: Signed = new Map();
    let previous: string | null = null;
    // The key's own public half: a swapped public file must not matter to the one who signs.
    for await (const { content, hash } of checkpointLines(options.stateFolder, createPublicKey(key))) {
      if (content === null) continue;
      previous = hash;
      for (const [deviceId, head] of Object.entries(content.heads)) signed.set(deviceId, head);
    }
    return { key, signed, previous };
  }

  async function write(): Promise<number> {
    opened ??= open();
    const state = await opened.catch((error: unknown) => {
      opened = null;
      throw error;
    });
    const heads = await movedHeads(options.db, state.signed);
    await checkContinuity(options.db, state.signed);
    if (heads.length === 0) return 0;
    const at = instantToText(options.clock.now());
    state.previous = await appendCheckpoint(options.stateFolder, state.key, {
      format: 1,
      at,
      previous: state.previous,
      heads: Object.fromEntries(heads),
    });
    for (const [deviceId, head] of heads) state.signed.set(deviceId, head);
    return heads.length;
  }

  /** One after the other, whoever asks. */
  function writeNow(): Promise<number> {
    const next = last.then(write, write);
    last = next.catch(() => undefined);
    return next;
  }

  const timer = setInterval(() => {
    void writeNow().catch((error: unknown) => report(error));
  }, options.intervalMs ?? HOUR_MS);
  timer.unref();

  async function report(error: unknown): Promise<void> {
    const code = isHadirError(error) ? error.code : 'JOURNAL_CHECKPOINT_BROKEN';
    options.log.error('no journal checkpoint was signed', { code, reason: String(error) });
    if (code !== 'JOURNAL_CHECKPOINT_BROKEN') return;
    const reason = error instanceof Error ? error.message : String(error);
    await raiseIssue(options.db.pool, { code, severity: 'error', details: { reason } }).catch(() => undefined);
  }

  return {
    writeNow,
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}

async function movedHeads(db: Database, signed: Signed): Promise<readonly (readonly [string, [number, string]])[]> {
  const { rows } = await db.pool
    .query<{ device_id: string; seq: number; hash: string }>(
      "select device_id, seq, encode(hash, 'hex') as hash from journal_head where seq > 0 order by device_id",
    )
    .catch((error: unknown) => {
      throw toStoreError(error);
    });
  return rows
    .filter((row) => signed.get(row.device_id)?.[0] !== row.seq)
    .map((row) => [row.device_id, [row.seq, row.hash]] as const);
}

/** What was signed last must still lie in the journal; else signing on would bless a forged chain. */
async function checkContinuity(db: Database, signed: Signed): Promise<void> {
  const ids = [...signed.keys()];
  const heads = [...signed.values()];
  const { rows } = await db.pool
    .query<{ device_id: string; seq: number }>(
      `select s.device_id, s.seq from unnest($1::uuid[], $2::int8[], $3::text[]) as s (device_id, seq, hash)
       where not exists (select 1 from journal j
         where j.device_id = s.device_id and j.seq = s.seq and j.hash = decode(s.hash, 'hex'))
       limit 1`,
      [ids, heads.map(([seq]) => seq), heads.map(([, hash]) => hash)],
    )
    .catch((error: unknown) => {
      throw toStoreError(error);
    });
  const lost = rows[0];
  if (lost !== undefined) {
    throw journalError('JOURNAL_CHECKPOINT_BROKEN', {
      reason: `row ${lost.seq} of device ${lost.device_id} is not the one that was signed`,
    });
  }
}
