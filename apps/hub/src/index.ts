export {
  type HubConfig,
  type HubRole,
  type LoadOptions,
  loadConfig,
  type PluginConfig,
  printConfig,
} from './config/index.js';
export { createHub, type Hub, type HubOptions, type RunningHub } from './hub.js';
export { createLog, type HubLog } from './observability/index.js';
