export { type CameraOptions, type SimulatedCamera, startCamera } from './camera.js';
export type { CameraUser } from './camera-auth.js';
export type { CameraFaults } from './camera-state.js';
export { type DahuaTerminal, type DahuaTerminalOptions, startDahuaTerminal } from './dahua-terminal.js';
export { type HikvisionTerminal, type HikvisionTerminalOptions, startHikvisionTerminal } from './hikvision-terminal.js';
export {
  type BareModels,
  createShelf,
  decodePicture,
  type FaceEngine,
  loadNearest,
  MOBILEFACENET,
  openBareModels,
  openFaceEngine,
  openRecogniser,
  quantise,
  type Recogniser,
  type Shelf,
} from './measuring.js';
export { FACES_IN_PHOTO, type Part, PHOTOS, type PhotoNumber, photo, photoPart } from './photos.js';
