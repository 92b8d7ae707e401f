export type { Brand } from './brand.js';
export { CORE_ERRORS, coreError } from './error/core-errors.js';
export { defineErrors, type ErrorDefinition, type ErrorFault, type ErrorTable } from './error/error-table.js';
export {
  type ErrorDetails,
  errorFactory,
  HadirError,
  type HadirErrorOptions,
  isHadirError,
} from './error/hadir-error.js';
export {
  type Assurance,
  type AttendanceEvent,
  EVENT_FLAGS,
  type EventFlag,
  type Verdict,
} from './event/attendance-event.js';
export { eventId, type Sha256, uuidOfHash } from './event/event-id.js';
export { fillText, LANGUAGES, type Language, type LocalizedText } from './i18n.js';
export { assuranceOf } from './normalise/assurance.js';
export { type ClockPolicy, DEFAULT_CLOCK_POLICY } from './normalise/clock-policy.js';
export {
  type DeviceOperation,
  type NormaliseContext,
  type Normalised,
  normalise,
  type ObservedDeviceUser,
} from './normalise/normalise.js';
export { canonicalJson, canonicalReading } from './reading/canonical.js';
export { DeviceTime } from './reading/device-time.js';
export {
  DeviceUserReading,
  OperationReading,
  PunchReading,
  RawEvidence,
  Reading,
  type ReadingKind,
  VendorCode,
} from './reading/reading.js';
export { assertReading, assertReadings, isReading } from './reading/validate.js';
export {
  addDays,
  dateOfEpochDay,
  daysBetween,
  tryParseDate,
  type Weekday,
  weekdayOf,
} from './time/civil.js';
export { type Clock, type Instant, instant, instantToText } from './time/instant.js';
export {
  type CivilDate,
  daysInMonth,
  isValidWall,
  parseWall,
  tryParseWall,
  type WallFields,
  type WallTime,
  wallDate,
  wallFromFields,
  wallToFields,
} from './time/wall-time.js';
export { type WallFit, type Zone, zoneOf } from './time/zone.js';
export {
  type CodeTable,
  type CodeTables,
  directionOf,
  methodsOf,
  type OperationMeaning,
  type OperationTable,
  operationOf,
  type StateTable,
  type VerifyTable,
} from './vocabulary/code-table.js';
export { DIRECTIONS, type Direction } from './vocabulary/direction.js';
export { METHODS, type Method } from './vocabulary/method.js';
export { BUILTIN_CODE_TABLES } from './vocabulary/tables/index.js';
