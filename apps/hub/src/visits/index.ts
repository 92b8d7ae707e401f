export type { VisitContext } from './context.js';
export { type DecisionRecord, decideReading, listDecisionsAbout } from './decide.js';
export { startVisitEngine } from './engine.js';
export { enterReading } from './enter.js';
export { VISIT_ERRORS } from './errors.js';
export { getVisit, listVisits, type VisitRecord } from './list-visits.js';
export {
  type CandidateRecord,
  getMeasurement,
  listMeasurements,
  type MeasurementRecord,
  readCandidates,
  type WhoRecord,
} from './measurements.js';
export {
  getStationRules,
  mergeRules,
  recomputeRange,
  setStationRules,
} from './rules.js';
export { countStates } from './states.js';
export { ADVICE_WORDS, NOTE_WORDS, STATE_WORDS } from './words.js';
