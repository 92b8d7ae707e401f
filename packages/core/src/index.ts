export * from './attendance/index.js';
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
export { preferEvent } from './event/prefer-event.js';
export { fillText, LANGUAGES, type Language, type LocalizedText } from './i18n.js';
export {
  assertMappingFits,
  type DeviceUserMapping,
  indexMappings,
  type MappingIndex,
  mappingsClash,
} from './identity/mapping.js';
export { type BadNumber, NUMBER_FAULTS, type NumberFault, type Sex } from './identity/number/fault.js';
export type { NiPppk } from './identity/number/ni-pppk.js';
export { type Nik, readNik } from './identity/number/nik.js';
export { type Nip, readEmployeeNumber } from './identity/number/nip.js';
export { assuranceOf } from './normalise/assurance.js';
export { type ClockPolicy, DEFAULT_CLOCK_POLICY } from './normalise/clock-policy.js';
export {
  type DeviceOperation,
  type NormaliseContext,
  type Normalised,
  normalise,
  type ObservedDeviceUser,
  type ObservedProximity,
} from './normalise/normalise.js';
export { EMPLOYMENT_KINDS, type EmploymentKind, type Person, type PersonNumber, type Placement } from './org/person.js';
export type { Device, DevicePosting, Station } from './org/station.js';
export { UNIT_KINDS, type Unit, type UnitKind } from './org/unit.js';
export { type UnitTree, unitTree } from './org/unit-tree.js';
export { canonicalJson, canonicalReading } from './reading/canonical.js';
export { DeviceTime } from './reading/device-time.js';
export { FaceReading } from './reading/face-reading.js';
export { ProximityReading } from './reading/proximity-reading.js';
export { DeviceUserReading, OperationReading, PunchReading, Reading, type ReadingKind } from './reading/reading.js';
export { RawEvidence, VendorCode } from './reading/reading-shape.js';
export {
  TEMPERATURE_MODES,
  TEMPERATURE_UNITS,
  type TemperatureMode,
  TemperatureReading,
  type TemperatureUnit,
} from './reading/temperature-reading.js';
export { assertReading, assertReadings, isReading } from './reading/validate.js';
export {
  assessSeries,
  assessTemperature,
  type TemperatureAssessment,
  type TemperatureNote,
} from './temperature/assess.js';
export { celsiusOf, measurementId, type TemperatureMeasurement } from './temperature/measurement.js';
export {
  checkTemperaturePolicy,
  DEFAULT_TEMPERATURE_POLICY,
  type TemperaturePolicy,
  type TemperatureThreshold,
} from './temperature/policy.js';
export {
  DEFAULT_STEADINESS,
  median,
  type Steadiness,
  type SteadyValue,
  steadyValue,
} from './temperature/steadiness.js';
export {
  addDays,
  dateOfEpochDay,
  daysBetween,
  tryParseDate,
  type Weekday,
  weekdayOf,
} from './time/civil.js';
export { type DateRange, isForwardRange, isInRange, rangesOverlap } from './time/date-range.js';
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
export { type CorrelationInput, correlate } from './visit/correlate.js';
export { checkVisitPolicy, DEFAULT_VISIT_POLICY, episodeGapMs, type VisitPolicy } from './visit/policy.js';
export type {
  BindingMethod,
  Correlation,
  OperatorDecision,
  PendingReason,
  TemperatureOutcome,
  Visit,
} from './visit/result.js';
export type { IdentitySighting, SightingKind, StatedPerson, TemperatureSighting } from './visit/sighting.js';
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
export { METHOD_TEXTS, METHODS, type Method } from './vocabulary/method.js';
export { BUILTIN_CODE_TABLES } from './vocabulary/tables/index.js';
