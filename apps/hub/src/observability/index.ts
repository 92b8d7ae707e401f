export { createLog, type HubLog } from './log.js';
export { createMetrics, type HubMetrics } from './metrics.js';
export { sdkLogger } from './sdk-logger.js';
