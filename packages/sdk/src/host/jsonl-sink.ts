import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { defineErrors, errorFactory, type Reading } from '@hadir/core';
import type { Cursor } from '../driver/context.js';
import type { ReadingSink } from './sink.js';

export const SINK_ERRORS = defineErrors({
  SINK_FILE_DAMAGED: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Berkas bacaan {path} rusak pada bita {offset}; sesudahnya masih ada bacaan yang utuh.',
      en: 'The file of readings {path} is damaged at byte {offset}; whole readings follow after it.',
    },
    remedy: {
      id: 'Simpan salinannya, keluarkan baris yang rusak, lalu mulai lagi. Hadir tidak membuang bacaan yang utuh.',
      en: 'Keep a copy, take the damaged line out and start again. Hadir does not throw whole readings away.',
    },
  },
});
const sinkError = errorFactory(SINK_ERRORS);

export interface JsonlSink extends ReadingSink {
  close(): Promise<void>;
}

/** One batch as it stands in the file: one line, so that readings and cursor are there together or not at all. */
interface Line {
  readonly deviceId: string;
  readonly pluginId: string;
  readonly readings: readonly Reading[];
  readonly cursor?: Cursor;
}

/**
 * A durable file of readings for embedders: JSON Lines, one batch a line, on the disk (`fsync`) before `append`
 * resolves. A reading whose key the file already has for the device is not written again, also after a restart.
 * A last line that a power cut tore is cut off when the file is opened.
 *
 * For one process at a time. It keeps the keys in memory: about 100 bytes for each reading in the file.
 * @throws SINK_FILE_DAMAGED
 */
export async function jsonlSink(path: string): Promise<JsonlSink> {
  const file = await open(path, 'a+', 0o600);
  const keys = new Map<string, Set<string>>();
  const cursors = new Map<string, Cursor>();
  const keysOf = (deviceId: string): Set<string> => {
    const known = keys.get(deviceId) ?? new Set<string>();
    keys.set(deviceId, known);
    return known;
  };
  const learn = (line: Line) => {
    const known = keysOf(line.deviceId);
    for (const reading of line.readings) known.add(reading.key);
    if (line.cursor !== undefined) cursors.set(line.deviceId, line.cursor);
  };

  let end = 0;
  try {
    end = await readBack(file, path, learn);
    await file.truncate(end);
    await file.sync();
    await syncFolder(dirname(path));
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
  /** Something of a failed write may stand behind `end`. */
  let dirty = false;
  let tail: Promise<unknown> = Promise.resolve();

  // One after the other: whether a reading is known can only be said when the fate of the batch before is.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = tail.then(work);
    tail = next.catch(() => undefined);
    return next;
  };

  const write = async (line: Line): Promise<void> => {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    if (dirty) await file.truncate(end);
    dirty = true;
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    await file.datasync();
    dirty = false;
    end += bytes.length;
    learn(line);
  };

  return {
    append: ({ pluginId, deviceId, readings, cursor }) =>
      inTurn(async () => {
        const known = keysOf(deviceId);
        const fresh = new Map<string, Reading>();
        for (const reading of readings) {
          if (!known.has(reading.key) && !fresh.has(reading.key)) fresh.set(reading.key, reading);
        }
        const moved = cursor !== undefined && JSON.stringify(cursor) !== JSON.stringify(cursors.get(deviceId));
        if (fresh.size > 0 || moved) {
          await write({ deviceId, pluginId, readings: [...fresh.values()], ...(moved ? { cursor } : {}) });
        }
        return { appended: fresh.size, known: readings.length - fresh.size };
      }),
    loadCursor: (deviceId) => inTurn(async () => cursors.get(deviceId) ?? null),
    close: () => inTurn(() => file.close()),
  };
}

const LINE_FEED = 0x0a;

/**
 * Reads the lines that are whole. What stands behind the last of them was never acknowledged.
 * @returns the bytes up to the end of the last whole line
 */
async function readBack(file: FileHandle, path: string, take: (line: Line) => void): Promise<number> {
  let end = 0;
  let at = 0;
  let damagedAt: number | null = null;
  let rest: Buffer[] = [];
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, from)) {
      const text = Buffer.concat([...rest, chunk.subarray(from, feed)]);
      rest = [];
      from = feed + 1;
      at += text.length + 1;
      const line = parse(text.toString('utf8'));
      if (line === null) {
        damagedAt ??= at - text.length - 1;
        continue;
      }
      if (damagedAt !== null) throw sinkError('SINK_FILE_DAMAGED', { path, offset: damagedAt });
      take(line);
      end = at;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  return end;
}

function parse(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line;
    return typeof line?.deviceId === 'string' && Array.isArray(line.readings) ? line : null;
  } catch {
    return null;
  }
}

/** The name of a new file is durable only with its folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
