export { type BatchQueue, createBatchQueue } from './batch-queue.js';
export { QUEUE_ERRORS } from './errors.js';
export type { QueueStats } from './stats.js';
export type { Sweeper } from './sweeper.js';
export { createTaskQueue, type TaskQueue, type TaskQueueOptions } from './task-queue.js';
export type { BatchHandler, BatchWorker } from './worker.js';
