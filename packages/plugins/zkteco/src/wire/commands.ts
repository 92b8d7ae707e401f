/**
 * Codes of the standalone protocol, named as its public manuals do (ZK communication manual 2006; adrobinoga/zk-protocol).
 * Only those that this driver or its simulator uses.
 */
export const COMMAND = {
  DB_RRQ: 7,
  USER_WRQ: 8,
  USERTEMP_RRQ: 9,
  OPTIONS_RRQ: 11,
  OPTIONS_WRQ: 12,
  ATTLOG_RRQ: 13,
  CLEAR_DATA: 14,
  CLEAR_ATTLOG: 15,
  DELETE_USER: 18,
  UNLOCK: 31,
  OPLOG_RRQ: 34,
  GET_FREE_SIZES: 50,
  STARTVERIFY: 60,
  STARTENROLL: 61,
  CANCELCAPTURE: 62,
  STATE_RRQ: 64,
  GET_PINWIDTH: 69,
  DOORSTATE_RRQ: 75,
  GET_TIME: 201,
  SET_TIME: 202,
  REG_EVENT: 500,
  CONNECT: 1000,
  EXIT: 1001,
  ENABLEDEVICE: 1002,
  DISABLEDEVICE: 1003,
  RESTART: 1004,
  REFRESHDATA: 1013,
  REFRESHOPTION: 1014,
  GET_VERSION: 1100,
  AUTH: 1102,
  PREPARE_DATA: 1500,
  DATA: 1501,
  FREE_DATA: 1502,
  DATA_WRRQ: 1503,
  DATA_RDY: 1504,
  ATTLOG_BY_TIME: 10004,
} as const;

export const REPLY = {
  OK: 2000,
  ERROR: 2001,
  DATA: 2002,
  RETRY: 2003,
  REPEAT: 2004,
  UNAUTH: 2005,
  /** New firmware after several wrong keys. */
  AUTH_LOCKED: 2032,
  /** Firmware from 2025 on that talks on port 4370 only after an encrypted handshake (fananimi/pyzk issue 253). */
  ENCRYPTION_REQUIRED: 6001,
  ERROR_DATA: 65531,
  ERROR_INIT: 65532,
  ERROR_CMD: 65533,
  /** "This firmware does not know the command"; the session stays usable (pyzk issue 41). */
  UNKNOWN: 65535,
} as const;

/** Which table a buffered read asks for: the command that once read it, and the manual's "fct". */
export const TABLE = {
  attendance: { command: COMMAND.ATTLOG_RRQ, fct: 0 },
  users: { command: COMMAND.USERTEMP_RRQ, fct: 5 },
  operations: { command: COMMAND.OPLOG_RRQ, fct: 0 },
  templates: { command: COMMAND.DB_RRQ, fct: 2 },
} as const;
export type TableName = keyof typeof TABLE;

/** Bits of REG_EVENT's mask and codes in the session field of events. */
export const EVENT = {
  ATTLOG: 0x1,
  FINGER: 0x2,
  ENROLLUSER: 0x4,
  ENROLLFINGER: 0x8,
  BUTTON: 0x10,
  UNLOCK: 0x20,
  VERIFY: 0x80,
  FPFTR: 0x100,
  ALARM: 0x200,
} as const;

const NAMES = new Map<number, string>([...Object.entries(COMMAND), ...Object.entries(REPLY)].map(([k, v]) => [v, k]));

/** For error texts and logs: `DATA_RDY (1504)`. */
export function commandName(code: number): string {
  const name = NAMES.get(code);
  return name === undefined ? String(code) : `${name} (${code})`;
}
