export { DeviceConfig, PluginSettings } from './config.js';
export { driver as default } from './driver.js';
export { ZK_ERRORS, type ZkErrorCode } from './errors.js';
