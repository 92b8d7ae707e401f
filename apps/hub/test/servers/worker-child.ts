import { createNormaliser } from '../../src/normalise/index.js';
import { createBatchQueue } from '../../src/queue/index.js';
import { openDatabase } from '../../src/store/index.js';
import { memoryLogger } from './logger.js';
import { systemClock } from './world.js';

/** A worker process: arguments are database URL, Redis URL or `-`, queue name. Says `{ ready }`, works until killed. */
const [url, redisUrl, name] = process.argv.slice(2) as [string, string, string];
const db = openDatabase({ url });
const queue = await createBatchQueue({
  db,
  redisUrl: redisUrl === '-' ? null : redisUrl,
  name,
  clock: systemClock,
  log: memoryLogger(),
});
await queue.startWorker(createNormaliser({ db }));
queue.startSweeper({ intervalMs: 500, graceMs: 500 });
process.stdout.write('{"ready":true}\n');
