import type { StateTable, VerifyTable } from '../code-table.js';

/**
 * How a check-in on a person's own phone was made. The phone's screen lock was opened; whether by finger, face or PIN
 * the phone does not tell, so only the phone itself is named.
 */
export const CHECKIN_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'Hadir, protocol absen-checkin-v1',
  codes: { 1: ['phone'] },
};

export const CHECKIN_STATE: StateTable = {
  kind: 'state',
  source: 'Hadir, protocol absen-checkin-v1',
  codes: { 0: 'in', 1: 'out' },
};
