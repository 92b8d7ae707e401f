import type { StateTable, VerifyTable } from '../code-table.js';

/** `verify` of Fingerspot's cloud API and web hook. Code 5 is a scan with the phone's position (GPS). */
export const FINGERSPOT_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'developer.fingerspot.io, get_attlog',
  codes: { 1: ['fingerprint'], 2: ['password'], 3: ['card'], 4: ['face'], 5: ['phone'], 6: ['vein'] },
};

/** `status_scan` of Fingerspot: the function key pressed. */
export const FINGERSPOT_STATE: StateTable = {
  kind: 'state',
  source: 'developer.fingerspot.io, get_attlog; open-synergy/ssi-fingerspot@f91cf21',
  codes: { 0: 'in', 1: 'out', 2: 'break-out', 3: 'break-in', 4: 'overtime-in', 5: 'overtime-out' },
};
