import { DeviceFailure, type FailureKind, type HadirError, isDeviceFailure, isHadirError } from '@hadir/sdk';
import type { FaceErrorCode } from '../errors.js';

/** What the host does next about an error that ends a camera's session; codes not named are the camera's fault. */
const KINDS: Partial<Readonly<Record<FaceErrorCode, FailureKind>>> = {
  FACE_CAMERA_DENIED: 'auth',
  FACE_CAMERA_CERTIFICATE: 'unsupported',
  FACE_CONFIG_INCOMPLETE: 'unsupported',
  FACE_ONVIF_NO_SNAPSHOT: 'unsupported',
  FACE_MODEL_MISSING: 'unsupported',
  FACE_MODEL_ALTERED: 'unsupported',
  FACE_MODEL_SPEC_INVALID: 'unsupported',
  FACE_MODEL_FAILED: 'unreachable',
  FACE_THREAD_ENDED: 'unreachable',
  FACE_ENGINE_CLOSED: 'unreachable',
  FACE_CAMERA_UNREACHABLE: 'unreachable',
  FACE_CAMERA_SILENT: 'unreachable',
  // Looked for again and again: it works from the moment that it is installed.
  FACE_FFMPEG_MISSING: 'unreachable',
  FACE_FFMPEG_ENDED: 'unreachable',
};

/** Gives an error the kind that the host acts on. Anything that is not ours is left as it is: a bug must look like one. */
export function asFailure(error: unknown): unknown {
  if (isDeviceFailure(error) || !isHadirError(error)) return error;
  return new DeviceFailure(KINDS[error.code as FaceErrorCode] ?? 'protocol', error);
}

/** The coded error inside whatever was thrown, or null when there is none. */
export function codedError(error: unknown): HadirError | null {
  if (isDeviceFailure(error)) return error.error;
  return isHadirError(error) ? error : null;
}
