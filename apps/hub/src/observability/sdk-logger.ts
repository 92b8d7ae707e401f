import type { Logger } from '@hadir/sdk';
import type { HubLog } from './log.js';

/** The hub's log in the shape that SDK and store expect. */
export function sdkLogger(log: HubLog): Logger {
  return {
    debug: (message, fields) => log.debug({ ...fields }, message),
    info: (message, fields) => log.info({ ...fields }, message),
    warn: (message, fields) => log.warn({ ...fields }, message),
    error: (message, fields) => log.error({ ...fields }, message),
  };
}
