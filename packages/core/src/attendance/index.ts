export { ATTENDANCE_ERRORS, attendanceError } from './attendance-errors.js';
export { CaseFile, readCaseFile, WorkedCase } from './cases/case-file.js';
export type { Difference } from './cases/compare.js';
export { type CaseReport, type CaseResult, runCase, runCases } from './cases/run-cases.js';
export { ABSENCE_TYPES, type AbsenceType } from './day/absence.js';
export { dayEndsAt } from './day/day-end.js';
export type { DayInput, ReadyNeighbour } from './day/day-input.js';
export { type Charge, type DayResult, type DayStatus, STATUS_TEXTS } from './day/day-result.js';
export { decideDay } from './day/decide-day.js';
export type { AbsenceRequest, Apel, DecisionState, ManualEntry, Scan } from './day/evidence.js';
export { type ScanContext, scanOfEvent } from './day/scan-of-event.js';
export { explain, TRACE_TEXTS, type TraceCode, type TraceStep, traceText } from './day/trace.js';
export {
  type AbsenceRun,
  absenceRuns,
  countDiscipline,
  DEFAULT_WARNINGS,
  type DisciplineCount,
  type DisciplineStanding,
  disciplineByYear,
  disciplineStanding,
  type WarningRules,
  warningsFor,
} from './discipline/discipline.js';
export { checkDisciplineRules, DisciplineRules } from './discipline/discipline-rules.js';
export {
  type CampaignProgress,
  campaignProgress,
  type Enrolment,
  type EnrolmentCampaign,
  type UnitProgress,
} from './enrolment/campaign.js';
export { type LateArrival, lateArrival } from './evidence/late-arrival.js';
export { type MergedScan, mergeReports, type ScanReport } from './evidence/merge.js';
export {
  DEFAULT_PHONE_POLICY,
  decidePhone,
  PHONE_REASONS,
  type PhoneCheckIn,
  type PhoneDecision,
  type PhonePolicy,
  type PhoneReason,
} from './evidence/phone.js';
export { checkPull, type PullVerdict } from './evidence/pull-check.js';
export {
  DEFAULT_TEMPERATURE_RULE,
  judgeTemperature,
  type TemperatureRule,
  type TemperatureVerdict,
} from './evidence/temperature.js';
export {
  APPROVAL_STEPS,
  type ApprovalStep,
  assertMayDecide,
  type Decision,
  nextStep,
  requestState,
  STEP_TEXTS,
} from './leave/approval.js';
export { correctionDeadline, type Deadline, datesBetween, netMinutes, workingDays } from './leave/working-days.js';
export { assertMayLock, LOCK_STATE_TEXTS, type LockState, lockState, type MonthLock } from './month/lock.js';
export { deductionRupiah } from './month/money.js';
export { type MonthResult, monthDeduction, monthOf } from './month/month.js';
export { type PayPeriod, payPeriod } from './month/pay-period.js';
export {
  type RosterEntry,
  rosterKey,
  rosterOf,
  type ScheduleAnswer,
  type ScheduleAssignment,
  type ScheduleQuestion,
  scheduleFor,
} from './rules/assignment.js';
export { Band } from './rules/bands.js';
export { Calendar, type CalendarDay, type ReadyCalendar, readyCalendar } from './rules/calendar.js';
export { Flex } from './rules/flex.js';
export {
  isManualAllowed,
  isMethodAllowed,
  MethodPolicy,
  type MethodPolicyVersion,
  methodPolicyFor,
} from './rules/method-policy.js';
export { pointsOf, type ScaledPoints, scalePoints } from './rules/points.js';
export { CountThreshold, MonthlyTrigger, RuleProfile } from './rules/profile.js';
export { type ReadyProfile, readyProfile } from './rules/ready-profile.js';
export { type RuleBook, type RuleDocuments, ruleBook } from './rules/rule-book.js';
export {
  type Hours,
  isWorkingDay,
  type ReadySchedule,
  readySchedule,
  Schedule,
  WorkDay,
} from './rules/schedule.js';
export { assertVersionsFit, type Version, versionOn } from './rules/version.js';
