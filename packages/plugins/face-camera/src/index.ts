import { faceDriver } from './driver.js';

export { DeviceConfig, PluginSettings } from './config.js';
export { faceDriver } from './driver.js';
export { FACE_ERRORS, type FaceErrorCode } from './errors.js';

/** The plugin's entry: face terminals, and cameras recognised on this computer. */
export default faceDriver();
