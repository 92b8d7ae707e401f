import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HadirError } from '@hadir/sdk';
import { type FaceErrorCode, faceError } from '../errors.js';
import type { ThreadAnswer, ThreadCall } from './thread-calls.js';

/** A thread that answers calls. Started again by the next call when it has died. */
export interface ThreadLink {
  /** Calls that have no answer yet. */
  readonly pending: number;
  /** @param signal Ends the waiting; the thread finishes what it has begun. */
  call(name: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** How long a thread may take to release its models before it is ended. */
const CLOSE_MS = 3_000;

/**
 * @param name The thread's file below `dist`, without extension: built, because Node.js cannot run the sources.
 * @param onDeath Told when it ends without having been asked to.
 */
export function threadLink(
  name: string,
  workerData: unknown,
  onDeath: (error: HadirError) => void = () => {},
): ThreadLink {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();

  function failAll(reason: string): HadirError {
    worker = null;
    const error = faceError('FACE_THREAD_ENDED', { thread: name, reason });
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    return error;
  }

  function start(): Worker {
    // Without the process's own flags: they are of the whole process, and a thread would only warn of them again.
    const started = new Worker(threadFile(name), { workerData, execArgv: [], name });
    started.on('message', ({ id, value, error }: ThreadAnswer) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) call?.resolve(value);
      else call?.reject(faceError(error.code as FaceErrorCode, error.details));
    });
    const died = (reason: string): void => {
      if (started === worker) onDeath(failAll(reason));
    };
    started.on('error', (error) => died(error.message));
    started.on('exit', (code) => died(`exit code ${code}`));
    return started;
  }

  return {
    get pending() {
      return waiting.size;
    },
    async call(method, args, signal) {
      signal?.throwIfAborted();
      worker ??= start();
      const id = ++lastId;
      const call: ThreadCall = { id, method, args };
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      worker.postMessage(call);
      if (signal === undefined) return await answer;
      const abort = () => waiting.get(id)?.reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await answer;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async close() {
      const ending = worker;
      if (ending === null) return;
      failAll('closed');
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.postMessage({ id: 0, method: 'close', args: [] } satisfies ThreadCall);
      const timer = setTimeout(() => void ending.terminate(), CLOSE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function threadFile(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'dist', `${name}.js`);
}
