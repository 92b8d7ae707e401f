export { fromBase64url, toBase64url } from './base64url.js';
export {
  beaconChallenge,
  bindChallenge,
  GATT_SERVICE,
  todayChallenge,
  WITNESS_SERVICE,
  witnessToken,
} from './challenge.js';
export {
  type CheckinAnswer,
  type CheckinBegun,
  type CheckinClient,
  type CheckinClientOptions,
  CheckinRefused,
  type CheckinSiteView,
  type CredentialJson,
  createCheckinClient,
  type Enrolled,
  type EnrolmentBegun,
  type TodayCheckin,
  type TodayDay,
  type TodayOpened,
  type TodayView,
} from './client.js';
export {
  type Evidence,
  type EvidenceFrame,
  evidenceBytes,
  MAX_EVIDENCE_BYTES,
  MAX_EVIDENCE_FRAMES,
} from './evidence.js';
export { CHECKIN_DECISIONS, CHECKIN_REASONS, type CheckinDecision, type CheckinReason, gravest } from './reasons.js';
