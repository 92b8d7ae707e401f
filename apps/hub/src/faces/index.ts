export { ADVICE_WORDS } from './advice.js';
export { type CalibrationReport, calibrate } from './calibration.js';
export type { FaceContext } from './context.js';
export { DELIVERY_STATES, type DeliveryRecord, listDeliveries, sendTo, withdrawFrom } from './deliveries.js';
export {
  ENROLMENT_STATES,
  type EnrolmentRecord,
  FACE_BASES,
  getEnrolment,
  listEnrolments,
} from './enrolments.js';
export { attestErased, erasePerson } from './erase.js';
export { type ErasureRecord, getErasure, listErasures } from './erasures.js';
export { FACE_ERRORS } from './errors.js';
export { finishEnrolment } from './finish.js';
export type { FacePart } from './part.js';
export { type EnrolledPerson, exportPerson, listEnrolled, liveModels } from './people.js';
export { addPicture, assessPicture, cancelEnrolment, openEnrolment, type PictureOutcome } from './session.js';
export { VIEWS } from './settings.js';
export { startFaceWork } from './work.js';
