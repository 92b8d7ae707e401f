import type { Clock } from '@hadir/core';
import type { Cursor } from '@hadir/sdk';
import type { ReadingSink } from '@hadir/sdk/host';
import { type Database, storableText, toStoreError } from '../store/index.js';
import { dayKeys, keyDayOf, sealReading } from '../temperature/index.js';
import type { Append } from './append.js';
import { journalError } from './errors.js';
import { createGroupWriter } from './group-writer.js';

export interface JournalOptions {
  readonly clock: Clock;
  /** Told after each commit which batches wait for the normaliser. Must not throw; nothing waits for it. */
  onAppended?(batchIds: readonly number[]): void;
  /** Transactions at once. Each takes a connection of the pool. */
  readonly writers?: number;
}

/**
 * The durable record of everything that devices said: one hash-chained, append-only list a device.
 * Left out: what a reading means (`normalise`), who waits for it (`queue`).
 *
 * `append` resolves when readings and cursor are committed with `synchronous_commit = on`. It rejects with a HadirError
 * when it cannot say so; then the same batch may be sent again, whatever happened to the first.
 */
export interface Journal extends ReadingSink {
  /** Lets what is under way finish; later appends are refused. */
  close(): Promise<void>;
}

const MAX_CURSOR_BYTES = 8192;

export function createJournal(db: Database, options: JournalOptions): Journal {
  const writer = createGroupWriter(db.pool, options);
  const keyOf = dayKeys(db);

  /** Temperatures are health data: the journal, which lasts, holds them sealed with a key that does not. */
  async function bodiesOf(deviceId: string, readings: Batch['readings']): Promise<readonly string[]> {
    if (!readings.some((reading) => reading.kind === 'temperature')) return readings.map((one) => JSON.stringify(one));
    try {
      const key = await keyOf(keyDayOf(options.clock.now()));
      return readings.map((one) =>
        one.kind === 'temperature' ? sealReading(one, deviceId, key) : JSON.stringify(one),
      );
    } catch (error) {
      throw toStoreError(error);
    }
  }

  return {
    async append({ deviceId, readings, cursor }) {
      const bodies = await bodiesOf(deviceId, readings);
      const append = toAppend(deviceId, readings, bodies, cursor);
      if (append.keys.length === 0 && append.cursor === null) return { appended: 0, known: 0 };
      return await writer.write(append);
    },
    async loadCursor(deviceId) {
      try {
        const { rows } = await db.pool.query<{ cursor: Cursor }>(
          'select cursor from journal_head where device_id = $1',
          [deviceId],
        );
        return rows[0]?.cursor ?? null;
      } catch (error) {
        throw toStoreError(error);
      }
    },
    close: () => writer.close(),
  };
}

type Batch = Parameters<ReadingSink['append']>[0];

function toAppend(
  deviceId: string,
  readings: Batch['readings'],
  bodies: readonly string[],
  cursor: Batch['cursor'],
): Append {
  const text = cursor === undefined ? null : JSON.stringify(cursor);
  const bytes = text === null ? 0 : Buffer.byteLength(text);
  if (bytes > MAX_CURSOR_BYTES) throw journalError('JOURNAL_CURSOR_TOO_LARGE', { bytes, limit: MAX_CURSOR_BYTES });
  return {
    deviceId,
    keys: readings.map((reading) => storableText(reading.key)),
    kinds: readings.map((reading) => reading.kind),
    bodies,
    cursor: text,
  };
}
