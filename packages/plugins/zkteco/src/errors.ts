import { errorFactory } from '@hadir/sdk';
import { ADMS_ERRORS } from './errors-adms.js';
import { DRIVER_ERRORS } from './errors-driver.js';
import { SESSION_ERRORS } from './errors-session.js';
import { SOAP_ERRORS } from './errors-soap.js';
import { STANDALONE_ERRORS } from './errors-standalone.js';

/** Every error of the ZKTeco driver: port 4370 (`ZK_`), push over HTTP (`ADMS_`) and SOAP (`SOAP_`). */
export const ZK_ERRORS = Object.freeze({
  ...STANDALONE_ERRORS,
  ...SESSION_ERRORS,
  ...ADMS_ERRORS,
  ...SOAP_ERRORS,
  ...DRIVER_ERRORS,
});

export type ZkErrorCode = keyof typeof ZK_ERRORS;

export const zkError = errorFactory(ZK_ERRORS);
