export { type BatchQueue, createBatchQueue } from './batch-queue.js';
export { QUEUE_ERRORS } from './errors.js';
export { createTaskQueue, type TaskQueue } from './task-queue.js';
export type { BatchHandler } from './worker.js';
