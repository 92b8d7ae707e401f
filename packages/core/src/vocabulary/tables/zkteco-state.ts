import type { StateTable } from '../code-table.js';

/** In/out codes of ZKTeco terminals. 255 means that the terminal has no function keys set. */
export const ZKTECO_STATE: StateTable = {
  kind: 'state',
  source: 'adrobinoga/zk-protocol, attendance log; ZKTeco "PUSH" 2.0.1 for 8 and 9 (meal)',
  codes: {
    0: 'in',
    1: 'out',
    2: 'break-out',
    3: 'break-in',
    4: 'overtime-in',
    5: 'overtime-out',
    8: 'break-out',
    9: 'break-in',
    255: 'unknown',
  },
};
