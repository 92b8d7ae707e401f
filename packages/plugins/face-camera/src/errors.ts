import { errorFactory } from '@hadir/sdk';
import { FRAME_ERRORS } from './errors-frames.js';
import { RECOGNITION_ERRORS } from './errors-recognition.js';
import { WIRE_ERRORS } from './errors-wire.js';

/** Every error of the face driver: recognition, terminals, pictures. */
export const FACE_ERRORS = Object.freeze({ ...RECOGNITION_ERRORS, ...WIRE_ERRORS, ...FRAME_ERRORS });

export type FaceErrorCode = keyof typeof FACE_ERRORS;

export const faceError = errorFactory(FACE_ERRORS);
