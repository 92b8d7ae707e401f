import { noteDeviceReads, type ResultContext, resultWork, startResultEngine } from '../attendance/index.js';
import type { HubConfig } from '../config/index.js';
import type { Fleet } from '../devices/index.js';
import { type HubLog, sdkLogger } from '../observability/index.js';
import { createTaskQueue } from '../queue/index.js';
import type { Teardown } from './teardown.js';

const QUEUE = 'hadir-results';

/** Attendance results: days are marked by every hub, and computed by those that work. */
export async function startResults(
  options: {
    readonly config: HubConfig;
    readonly context: ResultContext;
    readonly log: HubLog;
    readonly fleet: () => Fleet | null;
  },
  teardown: Teardown,
): Promise<void> {
  const { config, context, fleet } = options;
  const log = sdkLogger(options.log.child({ part: 'results' }));
  const queue = await createTaskQueue({ db: context.database, redisUrl: config.redis.url ?? null, log, name: QUEUE });
  teardown.add('result queue', () => queue.close());
  if (config.role !== 'api') await queue.startWorker(resultWork(context));
  const noteReads = () => noteDeviceReads(context.database, fleet()?.host.status().devices ?? []);
  const stop = startResultEngine({ context, queue, log, noteReads });
  teardown.add('results', stop);
}
