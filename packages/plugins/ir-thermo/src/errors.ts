import { errorFactory } from '@hadir/sdk';
import { LINE_ERRORS } from './errors-line.js';
import { WIRE_ERRORS } from './errors-wire.js';

/** Every error of the thermometer driver. */
export const THERMO_ERRORS = Object.freeze({ ...WIRE_ERRORS, ...LINE_ERRORS });

export type ThermoErrorCode = keyof typeof THERMO_ERRORS;

export const thermoError = errorFactory(THERMO_ERRORS);
