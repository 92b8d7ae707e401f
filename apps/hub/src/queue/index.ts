export { type BatchQueue, type BatchQueueOptions, createBatchQueue } from './batch-queue.js';
export { QUEUE_ERRORS } from './errors.js';
export type { QueueStats } from './stats.js';
export type { Sweeper, SweeperOptions } from './sweeper.js';
export type { BatchHandler, BatchWorker, WorkerSettings } from './worker.js';
