export { addCampaign, listCampaigns, readCampaign } from './campaigns.js';
export type { ResultContext } from './context.js';
export { today } from './context.js';
export { dayOf } from './days.js';
export { readDiscipline } from './discipline.js';
export { RESULT_ERRORS } from './errors.js';
export { IMPORTS, type ImportKind, importFile } from './imports/import.js';
export type { ImportReport } from './imports/problem.js';
export { MAX_SHEET_BYTES } from './imports/sheet.js';
export { decideCorrection, listCorrections } from './months/corrections.js';
export { listLocks, lockMonth } from './months/locks.js';
export { type RecapLine, readRecap } from './months/recap.js';
export { exportReport, FORMATS } from './reports/export.js';
export { REPORTS } from './reports/reports.js';
export { attach, listAttachments, readAttachment } from './requests/attachments.js';
export {
  decideRequest,
  getRequest,
  listRequests,
  makeRequest,
  type RequestRecord,
} from './requests/requests.js';
export { noteDeviceReads } from './results/device-reads.js';
export { resultWork, startResultEngine } from './results/engine.js';
export { markDays } from './results/mark.js';
export { readProgress } from './results/progress.js';
export { listDays, readDay, readUnitDays, type StoredDay } from './results/read-days.js';
export { assign, endAssignment, listAssignments } from './rules/assignments.js';
export { addRule, listRules, removeRule } from './rules/documents.js';
export { checkRule, RULE_KINDS } from './rules/kinds.js';
export { loadRuleFiles, shippedRules } from './rules/rule-files.js';
export { listApel, setApel } from './staff/apel.js';
export { addApprover, endApprover, listApprovers } from './staff/approvers.js';
export { listPlacements, place } from './staff/placements.js';
export { listRoster, setRoster } from './staff/rosters.js';
