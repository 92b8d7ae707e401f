export { DeviceConfig, PluginSettings } from './config.js';
export { driver as default } from './driver.js';
export { BLE_ERRORS, type BleErrorCode } from './errors.js';
