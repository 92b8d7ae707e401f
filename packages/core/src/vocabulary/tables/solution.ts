import type { StateTable, VerifyTable } from '../code-table.js';
import { ZKTECO_STATE } from './zkteco-state.js';
import { ZKTECO_VERIFY } from './zkteco-verify.js';

/** `Verified` of the Solution X100-C and its siblings over SOAP: answers in public code hold 0, 1, 3, 4, 15 and 25 of ZKTeco's table. */
export const SOLUTION_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'cobisja/tad-php and public GetAttLog answers of Solution X100-C; meaning as in ZKTeco PUSH 5.8',
  codes: ZKTECO_VERIFY.codes,
};

/** `Status` of the same answers; set by the function key, so a claim of the person. */
export const SOLUTION_STATE: StateTable = {
  kind: 'state',
  source: 'cobisja/tad-php; meaning as in adrobinoga/zk-protocol',
  codes: ZKTECO_STATE.codes,
};
