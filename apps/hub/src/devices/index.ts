export { type CommandRecord, getCommand, listCommands, requestCommand } from './commands.js';
export {
  type DeviceChange,
  type DeviceRecord,
  getDevice,
  insertDevice,
  listDevices,
  removeDevice,
  storeInfo,
  updateDevice,
} from './devices.js';
export { DEVICE_ERRORS } from './errors.js';
export { checkDeviceConfig, createFleet, type Fleet, manifestOf } from './fleet.js';
export { adoptCandidate, type Candidate, getCandidate, listCandidates, noteCandidate, setIgnored } from './inbox.js';
export { deriveSecret, keyFilePath, loadKeyring } from './keyring.js';
export { createKeyringHolder, type KeyringHolder } from './keyring-holder.js';
export { rotateSecret } from './rotate.js';
export { seal, sealBytes, unsealBytes } from './seal.js';
export { keepSecrets, type ShownConfig, showConfig } from './secret-fields.js';
