import { parentPort } from 'node:worker_threads';
import { isHadirError } from '@hadir/sdk';
import type { ThreadAnswer, ThreadCall } from './thread-calls.js';

type Handler = (...args: never[]) => unknown;

/**
 * Answers calls inside a thread. Nothing runs before `open` has ended; calls may overlap, so that one picture is decoded
 * while another is at a model.
 */
export function serveCalls<Desk extends object>(
  open: () => Promise<Desk>,
  handlers: (desk: Desk) => Readonly<Record<string, Handler>>,
  close: (desk: Desk) => Promise<void>,
): void {
  const port = parentPort;
  if (port === null) return;
  const opened = open();
  // Who calls gets the reason; without a call there is nobody to tell.
  opened.catch(() => {});

  port.on('message', ({ id, method, args }: ThreadCall) => {
    const work = method === 'close' ? opened.then(close) : opened.then((desk) => run(handlers(desk), method, args));
    const answered = work.then(
      (value): ThreadAnswer => ({ id, value }),
      (error: unknown): ThreadAnswer => ({ id, error: errorParts(error) }),
    );
    void answered.then((answer) => (method === 'close' ? port.close() : port.postMessage(answer)));
  });
}

async function run(
  handlers: Readonly<Record<string, Handler>>,
  method: string,
  args: readonly unknown[],
): Promise<unknown> {
  const handler = handlers[method] as ((...args: readonly unknown[]) => unknown) | undefined;
  return await handler?.(...args);
}

/** What of an error crosses a thread's border: code and details; the words are in the table on the other side. */
function errorParts(error: unknown): NonNullable<ThreadAnswer['error']> {
  if (isHadirError(error)) return { code: error.code, details: error.details };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'FACE_THREAD_ENDED', details: { thread: 'recognition', reason } };
}
