import type { Clock } from '@hadir/core';
import type { EmitReceipt } from '@hadir/sdk';
import type { Pool } from 'pg';
import { inPipelinedTransaction, isStoreAway } from '../store/index.js';
import { type Append, writeGroup } from './append.js';
import { journalError } from './errors.js';

export interface GroupWriterOptions {
  readonly clock: Clock;
  onAppended?(batchIds: readonly number[]): void;
  readonly writers?: number;
}

interface Waiting {
  readonly append: Append;
  resolve(receipt: EmitReceipt): void;
  reject(error: unknown): void;
}

/** Readings in one transaction; a larger one gains nothing more and holds the heads longer. */
const MAX_GROUP_READINGS = 5000;

/**
 * Writes appends in groups: while the writers are busy, what arrives waits together and goes into one commit. Alone, an
 * append costs one commit; in a rush of punches from hundreds of devices, hundreds share one.
 * A device is in one group at a time, so that no writer waits on another's lock.
 */
export function createGroupWriter(pool: Pool, options: GroupWriterOptions) {
  const maxWriters = options.writers ?? 3;
  const waiting: Waiting[] = [];
  const busyDevices = new Set<string>();
  const running = new Set<Promise<void>>();
  let closed = false;

  function takeGroup(): readonly Waiting[] {
    const group: Waiting[] = [];
    let readings = 0;
    for (let i = 0; i < waiting.length; ) {
      const next = waiting[i] as Waiting;
      const tooMany = group.length > 0 && readings + next.append.keys.length > MAX_GROUP_READINGS;
      if (tooMany) break;
      if (busyDevices.has(next.append.deviceId)) {
        i++;
        continue;
      }
      group.push(next);
      readings += next.append.keys.length;
      waiting.splice(i, 1);
    }
    for (const { append } of group) busyDevices.add(append.deviceId);
    return group;
  }

  function pump(): void {
    while (running.size < maxWriters && waiting.length > 0) {
      const group = takeGroup();
      if (group.length === 0) return;
      const work: Promise<void> = commit(group).finally(() => {
        running.delete(work);
        for (const { append } of group) busyDevices.delete(append.deviceId);
        pump();
      });
      running.add(work);
    }
  }

  /** Never rejects: every outcome goes to the one who waits for it. */
  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, batchIds } = await inPipelinedTransaction(pool, (client) =>
        writeGroup(
          client,
          group.map((one) => one.append),
          options.clock.now(),
        ),
      );
      for (const [index, one] of group.entries()) one.resolve(outcomes[index] as EmitReceipt);
      if (batchIds.length > 0) options.onAppended?.(batchIds);
    } catch (error) {
      // One device's trouble must not be another's: apart, each gets its own outcome.
      if (group.length > 1 && !isStoreAway(error)) {
        for (const one of group) await commit([one]);
      } else {
        for (const one of group) one.reject(error);
      }
    }
  }

  return {
    write(append: Append): Promise<EmitReceipt> {
      if (closed) return Promise.reject(journalError('JOURNAL_CLOSED'));
      return new Promise((resolve, reject) => {
        waiting.push({ append, resolve, reject });
        pump();
      });
    },
    async close(): Promise<void> {
      closed = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
}
