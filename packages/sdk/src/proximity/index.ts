export { AD_TYPE, type AdStructure, type AdStructures, readAdStructures, writeAdStructures } from './ad-structures.js';
export {
  type Advert,
  type AdvertKind,
  canProveFreshness,
  readAdvert,
  readManufacturerData,
  readServiceData,
} from './advert.js';
export { aesCmac, eaxOpen, eaxSeal } from './aes.js';
export type { AltBeacon } from './altbeacon.js';
export type { FindMy, IBeacon } from './apple.js';
export { fromHex, toHex, uuidText } from './bytes.js';
export { type Calibration, type CalibrationWalk, calibrate } from './calibrate.js';
export { curveMetres, FIRST_METRE_LOSS_DB, logDistanceMetres, logDistanceRssi, usablePower } from './distance.js';
export type {
  Eddystone,
  EddystoneEid,
  EddystoneEtlm,
  EddystoneTlm,
  EddystoneUid,
  EddystoneUrl,
} from './eddystone.js';
export { agreeIdentityKey, type EidKey, eidAt, eidFromTemporaryKey, quantumOf, temporaryKey } from './eid.js';
export { correctedOffset, createEidTable, type EidBeacon, type EidMatch, type EidTable } from './eid-table.js';
export { openEtlm, sealEtlm } from './etlm.js';
export { type ExposureKeys, type ExposureNotification, exposureKeys } from './exposure-notification.js';
export {
  GATT_PROOF_BYTES,
  type GattResponse,
  gattChallenge,
  readGattResponse,
  signGattResponse,
  verifyGattResponse,
} from './gatt-proof.js';
export { type KeyDescription, readKeyDescription } from './key-description.js';
export {
  DEFAULT_PRESENCE_RULE,
  decidePresence,
  type HeardFrame,
  judgeStrength,
  type PresenceDecision,
  type PresenceReason,
  type PresenceRule,
} from './presence.js';
export { resolvesPrivateAddress } from './private-address.js';
export { ABSENT, hearFrame, LEAVE_SILENCE_MS, passTime, type SteadyPresence } from './steady-presence.js';
export { readWitness, witnessAdvert, witnessToken } from './witness.js';
