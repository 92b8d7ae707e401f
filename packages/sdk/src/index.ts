export * from '@hadir/core';
export { CAPABILITIES, type Capability } from './driver/capability.js';
export { type CommandContext, type CommandName, type CommandOutcome, DeviceCommand } from './driver/command.js';
export {
  type Cursor,
  type DeviceCandidate,
  type DeviceContext,
  type EmitBatch,
  type EmitReceipt,
  type Logger,
  MAX_BATCH_BYTES,
  MAX_BATCH_READINGS,
  MAX_CURSOR_BYTES,
  type PluginContext,
  type ProbeContext,
} from './driver/context.js';
export {
  DEFAULT_POLL_MS,
  type DeviceSession,
  type Driver,
  type DriverDefinition,
  defineDriver,
  type PluginSession,
  TIME_BUDGETS_MS,
} from './driver/driver.js';
export {
  FACE_ADVICE,
  FACE_BUDGETS_MS,
  FACE_CALLS,
  type FaceAdvice,
  type FaceAnswer,
  FaceAssessment,
  FaceCalibration,
  type FaceCall,
  type FaceGalleryEntry,
  FaceModelRef,
  type FaceRequest,
  type FaceService,
  FaceTemplate,
} from './driver/face-service.js';
export { DeviceFailure, FAILURE_KINDS, type FailureKind, isDeviceFailure } from './driver/failure.js';
export { API_VERSION, Manifest, Permissions } from './driver/manifest.js';
export {
  DEVICE_DETAILS,
  DEVICE_STATES,
  type DeviceDetail,
  type DeviceInfo,
  type DeviceReport,
  type DeviceState,
  type IssueReport,
  type ProbeReport,
  type ProbeStep,
} from './driver/status.js';
export { pause } from './runner/settle.js';
