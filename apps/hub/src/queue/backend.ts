import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  type RedisQueueBackend,
} from 'bullmq';
import { Redis } from 'ioredis';

/** Where the jobs wait: a Redis when one is named, else PostgreSQL. Either way BullMQ, and nothing that must not be lost. */
export type QueueStore =
  | { readonly kind: 'postgres'; readonly databaseUrl: string }
  | { readonly kind: 'redis'; readonly redisUrl: string };

/** The type of its Redis backend, which BullMQ's classes take when they are told of the job's type; both factories fit. */
type QueueBackendFactory = BackendFactory<RedisQueueBackend>;

/** What BullMQ's classes take to use the store, and how to let go of it again. */
export interface QueueConnection {
  readonly connection: ConnectionOptions;
  readonly factory: QueueBackendFactory;
  /** PostgreSQL was reached before; Redis may come later. */
  readonly waitsForReady: boolean;
  close(): Promise<void>;
}

/** BullMQ's own tables, apart from the hub's. */
const SCHEMA = 'hadir_queue';

export function connectQueue(
  store: QueueStore,
  role: 'producer' | 'worker',
  onError: (error: Error) => void,
): QueueConnection {
  if (store.kind === 'redis') return connectRedis(store.redisUrl, role, onError);
  return {
    connection: {
      connectionString: store.databaseUrl,
      schema: SCHEMA,
      migrate: true,
      max: 3,
      application_name: 'hadir queue',
      connectionTimeoutMillis: 10_000,
      // Safe for the queue and only for it: a power cut may lose its last moments, and the sweeper finds in the journal
      // what they were. It saves a disk write for every job.
      options: '-c synchronous_commit=off',
    } as unknown as ConnectionOptions,
    factory: createPostgresBackend as unknown as QueueBackendFactory,
    waitsForReady: true,
    close: async () => undefined,
  };
}

function connectRedis(url: string, role: 'producer' | 'worker', onError: (error: Error) => void): QueueConnection {
  const redis = new Redis(url, {
    // BullMQ asks for null where it blocks. A producer must fail fast instead: the sweeper comes again.
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    retryStrategy: (times) => Math.min(times * 100, 2000),
    connectionName: `hadir-${role}`,
  });
  redis.on('error', onError);
  return {
    connection: redis as unknown as ConnectionOptions,
    factory: createRedisBackend as QueueBackendFactory,
    waitsForReady: false,
    async close() {
      redis.disconnect();
    },
  };
}
