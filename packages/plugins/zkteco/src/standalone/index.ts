/** The standalone protocol of port 4370, as the driver uses it. */
export { readAttendance } from './attendance.js';
export { readAttendanceBetween } from './attendance-range.js';
export type { AttendanceOptions, AttendanceSummary, LogVerdict } from './attendance-types.js';
export { clearAttendance, restartTerminal, startEnrolment, unlockDoor } from './control.js';
export { identify, readOption, type TerminalIdentity } from './identify.js';
export { watchLive } from './live.js';
export { LogCursor, parseLogCursor } from './log-cursor.js';
export { readOperations } from './operation-log.js';
export { openSession } from './session.js';
export type { SessionOptions, StandaloneSession } from './session-types.js';
export { clockOffset, readClock, setClock } from './terminal-clock.js';
export { deleteUser, putUser, readUsers } from './users.js';
