import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type FaceReading, isReading, MAX_BATCH_READINGS } from '@hadir/sdk';

/** More than a camera sees while a store may be away; older ones go first. */
const MAX_WAITING = 10_000;

/**
 * Readings that are decided and not yet durable in the hub. A camera keeps no log that could be read again, so they must
 * outlive the session that could not hand them over, and the process. Held by the plugin, one for each device.
 */
export interface Outbox {
  /** Resolves when they are written down, or in memory only when the disk refuses. */
  add(readings: readonly FaceReading[]): Promise<void>;
  /** Hands over all that waits, in order. What could not be made durable waits on. */
  send(emit: (readings: readonly FaceReading[]) => Promise<unknown>): Promise<void>;
  readonly waiting: number;
}

/**
 * @param file Lines of JSON in the plugin's private folder; null keeps all in memory (tests, embedders without a folder).
 * @param onDisk Told when the file cannot be read or written, and with null when it can again. Nothing stops for it.
 */
export function createOutbox(file: string | null, onDisk: (trouble: unknown) => void = () => undefined): Outbox {
  let waiting: readonly FaceReading[] = [];
  let last: Promise<void> = Promise.resolve();
  let isBroken = false;
  /** One after the other: the file says what `waiting` does. */
  const onFile = (work: (path: string) => Promise<void>): Promise<void> => {
    if (file === null) return last;
    last = last
      .then(() => work(file))
      .then(
        () => {
          if (isBroken) onDisk(null);
          isBroken = false;
        },
        (error: unknown) => {
          isBroken = true;
          onDisk(error);
        },
      );
    return last;
  };
  const loaded = onFile(async (path) => {
    const found = await readLines(path);
    waiting = found.readings;
    // Whatever is added next must not continue a line that a crash cut.
    if (found.isCut) await writeLines(path, waiting);
  });

  return {
    async add(readings) {
      await loaded;
      waiting = [...waiting, ...readings].slice(-MAX_WAITING);
      // After a time when nothing could be written, all that waits is.
      await onFile((path) => (isBroken ? writeLines(path, waiting) : appendLines(path, readings)));
    },
    async send(emit) {
      await loaded;
      while (waiting.length > 0) {
        const batch = new Set(waiting.slice(0, MAX_BATCH_READINGS));
        await emit([...batch]);
        waiting = waiting.filter((one) => !batch.has(one));
        await onFile((path) => writeLines(path, waiting));
      }
    },
    get waiting() {
      return waiting.length;
    },
  };
}

const linesOf = (readings: readonly FaceReading[]): string =>
  readings.map((one) => `${JSON.stringify(one)}\n`).join('');

async function appendLines(file: string, readings: readonly FaceReading[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, linesOf(readings), { mode: 0o600, flush: true });
}

async function writeLines(file: string, readings: readonly FaceReading[]): Promise<void> {
  if (readings.length === 0) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, linesOf(readings), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** A line that was cut by a crash was never told of, and is passed over. */
async function readLines(file: string): Promise<{ readings: readonly FaceReading[]; isCut: boolean }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const found = text.split('\n').flatMap((line) => faceReadingOf(line) ?? []);
  return { readings: found.slice(-MAX_WAITING), isCut: text !== '' && !text.endsWith('\n') };
}

function faceReadingOf(line: string): FaceReading | null {
  try {
    const value: unknown = JSON.parse(line);
    return isReading(value) && value.kind === 'face' ? value : null;
  } catch {
    return null;
  }
}
