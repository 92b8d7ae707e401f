/** The standalone protocol of port 4370, as the driver uses it. */
export { readAttendance } from './attendance.js';
export { type RangeOptions, type RangeRows, type RangeSummary, readAttendanceBetween } from './attendance-range.js';
export type { AttendanceOptions, AttendancePage, AttendanceSummary, LogVerdict } from './attendance-types.js';
export type { StandaloneTransport } from './connection.js';
export { clearAttendance, restartTerminal, startEnrolment, type UnlockUnit, unlockDoor } from './control.js';
export { identify, type TerminalIdentity } from './identify.js';
export { type LiveOptions, watchLive } from './live.js';
export { LogCursor, parseLogCursor } from './log-cursor.js';
export { type OperationLogOptions, readOperations } from './operation-log.js';
export { openSession } from './session.js';
export type { SessionOptions, StandaloneSession } from './session-types.js';
export { type ClockReading, clockOffset, readClock, setClock } from './terminal-clock.js';
export type { UserTable } from './user-table.js';
export { deleteUser, putUser, readUsers, type UserChange, type UserOptions } from './users.js';
