import { setTimeout as sleep } from 'node:timers/promises';
import { isServerOf } from './postmaster-file.js';
import type { ServerProcess } from './server-process.js';

export interface SupervisorOptions {
  readonly dataFolder: string;
  /** Starts or adopts the server again. */
  restart(signal: AbortSignal): Promise<ServerProcess>;
  onDown(pid: number): void;
  onUp(server: ServerProcess): void;
  onFailure(error: unknown): void;
}

const WATCH_MS = 250;
const FIRST_BACK_OFF_MS = 250;
const MAX_BACK_OFF_MS = 10_000;

/** Watches one server by its process id, the same for a child and for an adopted one, and brings it back when it dies. */
export function supervise(first: ServerProcess, options: SupervisorOptions) {
  const stopping = new AbortController();
  let server = first;
  const done = watch();

  async function watch(): Promise<void> {
    while (await pause(WATCH_MS)) {
      if (await isServerOf(server.pid, options.dataFolder)) continue;
      if (stopping.signal.aborted) return;
      options.onDown(server.pid);
      await bringBack();
    }
  }

  async function bringBack(): Promise<void> {
    for (
      let backOffMs = FIRST_BACK_OFF_MS;
      !stopping.signal.aborted;
      backOffMs = Math.min(backOffMs * 2, MAX_BACK_OFF_MS)
    ) {
      try {
        server = await options.restart(stopping.signal);
        options.onUp(server);
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        options.onFailure(error);
        await pause(backOffMs);
      }
    }
  }

  /** @returns false when the supervisor stops. */
  async function pause(ms: number): Promise<boolean> {
    await sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    return !stopping.signal.aborted;
  }

  return {
    current: (): ServerProcess => server,
    /** Ends the watch; a restart under way is given up. The server itself is left as it is. */
    async stop(): Promise<void> {
      stopping.abort();
      await done;
    },
  };
}
