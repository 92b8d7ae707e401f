export type { ResultContext } from './context.js';
export { RESULT_ERRORS } from './errors.js';
export { noteDeviceReads } from './results/device-reads.js';
export { resultWork, startResultEngine } from './results/engine.js';
