import { errorFactory } from '@hadir/sdk';
import { DRIVER_ERRORS } from './errors-driver.js';
import { WIRE_ERRORS } from './errors-wire.js';

/** Every error of this plugin. */
export const BLE_ERRORS = Object.freeze({ ...WIRE_ERRORS, ...DRIVER_ERRORS });
export type BleErrorCode = keyof typeof BLE_ERRORS;

export const bleError = errorFactory(BLE_ERRORS);
