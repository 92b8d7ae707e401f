import type { VerifyTable } from '../code-table.js';

/**
 * Verify codes of newer firmware and of push (ADMS).
 *
 * A code that names alternatives ("finger or card") says what was allowed, not what happened. It is read as what all
 * its alternatives have in common, which for most of them is nothing.
 */
export const ZKTECO_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'ZKTeco "Attendance PUSH Communication Protocol" 5.8, appendix of verification codes',
  codes: {
    0: ['unknown'], // any / automatic
    1: ['fingerprint'],
    2: ['pin'], // the user number alone
    3: ['password'],
    4: ['card'],
    5: ['unknown'], // finger or password
    6: ['unknown'], // finger or card
    7: ['unknown'], // card or password
    8: ['fingerprint', 'pin'],
    9: ['fingerprint', 'password'],
    10: ['fingerprint', 'card'],
    11: ['card', 'password'],
    12: ['fingerprint', 'card', 'password'],
    13: ['fingerprint', 'password', 'pin'],
    14: ['fingerprint'], // finger with user number, or finger with card
    15: ['face'],
    16: ['face', 'fingerprint'],
    17: ['face', 'password'],
    18: ['face', 'card'],
    19: ['face', 'fingerprint', 'card'],
    20: ['face', 'fingerprint', 'password'],
    21: ['vein'],
    22: ['vein', 'password'],
    23: ['vein', 'card'],
    24: ['vein', 'card', 'password'],
    25: ['palm'],
    26: ['palm', 'card'],
    27: ['palm', 'face'],
    28: ['palm', 'fingerprint'],
    29: ['palm', 'fingerprint', 'face'],
    200: ['unknown'], // "other"
  },
};

/** Verify codes of old black-and-white terminals. */
export const ZKTECO_VERIFY_LEGACY: VerifyTable = {
  kind: 'verify',
  source: 'ZKSoftware "Communication protocol manual" 2006, attendance log; adrobinoga/zk-protocol',
  codes: { 0: ['password'], 1: ['fingerprint'], 2: ['card'] },
};
