import pg from 'pg';
import type { HubLog } from '../observability/index.js';
import { ADVISORY_LOCKS, clientConfig } from '../store/index.js';

/**
 * The right to run the plugins: one hub on a database has it. Two hubs that read the same terminals would lose nothing,
 * yet most terminals serve one reader at a time.
 */
export interface Lease {
  /** Resolves when it is known for the first time who has it, and `onGranted` is done if it is this hub. */
  readonly settled: Promise<void>;
  stop(): Promise<void>;
}

const RETRY_MS = 1_000;

/**
 * Held by an open database session, so it ends with the process, however that ends. When the session breaks the plugins
 * go on: only if another hub has taken the right by the time the database is back, this one lets go.
 */
export function holdLease(options: {
  readonly databaseUrl: string;
  readonly log: HubLog;
  readonly onGranted: () => Promise<void>;
  readonly onRevoked: () => Promise<void>;
}): Lease {
  const { log } = options;
  const stopping = new AbortController();
  let granted = false;
  let told = false;
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });

  const attempt = async (): Promise<void> => {
    const client = new pg.Client(clientConfig(options.databaseUrl, 'hadir lease'));
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2) as got', [
        ...ADVISORY_LOCKS.devices,
      ]);
      if (rows[0]?.got === true) {
        if (!granted) await options.onGranted();
        granted = true;
        settle();
        await ended;
      } else {
        if (granted) {
          log.warn('another hub runs the plugins now; letting go of them');
          granted = false;
          await options.onRevoked();
        } else if (!told) {
          log.info('another hub on this database runs the plugins; waiting in reserve');
          told = true;
        }
        settle();
      }
    } catch (error) {
      log.debug({ err: error }, 'the right to run the plugins could not be asked for');
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await attempt();
      await pause(RETRY_MS, stopping.signal);
    }
  };
  const running = run();
  return {
    settled,
    async stop() {
      stopping.abort();
      settle();
      await running;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
