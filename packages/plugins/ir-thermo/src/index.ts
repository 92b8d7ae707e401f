import { thermoDriver } from './driver.js';

export type { ConnectGatt, GattLink } from './ble/transport.js';
export { DeviceConfig, PluginSettings } from './config.js';
export { type ThermoHardware, thermoDriver } from './driver.js';
export { THERMO_ERRORS, type ThermoErrorCode } from './errors.js';
export type { HidTransport, OpenHid } from './hid/transport.js';

/** The plugin's entry: thermometers over this computer's own ports and radio. */
export default thermoDriver();
