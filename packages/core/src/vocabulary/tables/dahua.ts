import type { OperationTable, StateTable, VerifyTable } from '../code-table.js';

/** `Method` of AccessControl events and of the card record log. 4 and 5 open the door without a person and are no punch. */
export const DAHUA_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'Dahua HTTP API, AccessControl event and AccessControlCardRec, in public clients',
  codes: {
    0: ['password'],
    1: ['card'],
    2: ['card', 'password'],
    3: ['card', 'password'],
    6: ['fingerprint'],
    15: ['face'],
    21: ['fingerprint'],
  },
};

/** `AttendanceState` 1–6; 256 and 257 stand for `Type` Entry and Exit, the side of the reader, where there is no state. */
export const DAHUA_STATE: StateTable = {
  kind: 'state',
  source: 'Dahua NetSDK EM_ATTENDANCESTATE; Dahua HTTP API, AccessControl event',
  codes: {
    1: 'in',
    2: 'break-out',
    3: 'break-in',
    4: 'out',
    5: 'overtime-in',
    6: 'overtime-out',
    256: 'in',
    257: 'out',
  },
};

export const DAHUA_OPERATION: OperationTable = {
  kind: 'operation',
  source: 'Dahua HTTP API, AccessControl event, Method',
  codes: {
    4: { text: { id: 'Pintu dibuka dari jauh', en: 'Door opened remotely' }, alert: true },
    5: { text: { id: 'Pintu dibuka dengan tombol', en: 'Door opened by its button' }, alert: false },
  },
};
