import type { FaceService } from '@hadir/sdk';
import sharp from 'sharp';
import type { CameraShared, HeldCamera } from './camera/camera-shared.js';
import type { EngineService } from './engine/engine.js';
import { faceError } from './errors.js';
import { oneFrame } from './frames/frame.js';
import type { TerminalFaces, Terminals } from './terminals/terminals.js';

/** The next picture of a session that runs comes within this; else the camera is asked beside it. */
const NEXT_MS = 3_000;
const ONE_MS = 15_000;
/** What the contract lets through (face-service.ts). */
const MAX_PICTURE_BYTES = 4 * 1024 * 1024;

export interface FaceParts {
  readonly cameras: CameraShared;
  readonly terminals: Pick<Terminals, 'terminal'>;
}

/** What the hub may ask: recognition goes to the engine, pictures to cameras, enrolments to terminals. */
export function faceService({ cameras, terminals }: FaceParts): FaceService {
  const engine = async (): Promise<EngineService> => (await cameras.engine()).service;
  const terminalOf = (deviceId: string): TerminalFaces => {
    const found = terminals.terminal(deviceId);
    if (found !== null) return found;
    throw faceError(cameras.camera(deviceId) === null ? 'FACE_DEVICE_NOT_OPEN' : 'FACE_DEVICE_NO_TERMINAL', {
      deviceId,
    });
  };
  const isPlainCamera = (deviceId: string): boolean =>
    cameras.camera(deviceId) !== null && terminals.terminal(deviceId) === null;
  return {
    models: async (request, signal) => (await engine()).models(request, signal),
    assess: async (request, signal) => (await engine()).assess(request, signal),
    compare: async (request, signal) => (await engine()).compare(request, signal),
    load: async (request, signal) => (await engine()).load(request, signal),
    forget: async (request, signal) => (await engine()).forget(request, signal),
    calibrate: async (request, signal) => (await engine()).calibrate(request, signal),
    async capture(request, signal) {
      const { deviceId } = request;
      const camera = cameras.camera(deviceId);
      if (camera === null) {
        throw faceError(terminals.terminal(deviceId) === null ? 'FACE_DEVICE_NOT_OPEN' : 'FACE_DEVICE_NO_CAMERA', {
          deviceId,
        });
      }
      const picture = await fitting(await capture(camera, signal));
      return { picture: picture.toString('base64') };
    },
    // The hub offers a face to every device of a unit; a plain camera keeps none.
    send: async (request, signal) =>
      isPlainCamera(request.deviceId)
        ? { state: 'unsupported' }
        : await terminalOf(request.deviceId).send(request, signal),
    withdraw: async (request, signal) =>
      isPlainCamera(request.deviceId) ? { left: 0 } : await terminalOf(request.deviceId).withdraw(request, signal),
  };
}

/** Of the session if pictures are coming; a camera that waits for motion is asked once more beside it. */
async function capture({ live, source }: HeldCamera, signal: AbortSignal): Promise<Buffer> {
  const next = AbortSignal.timeout(NEXT_MS);
  try {
    return await live.next(AbortSignal.any([signal, next]));
  } catch (error) {
    if (!next.aborted || signal.aborted) throw error;
  }
  const late = AbortSignal.timeout(ONE_MS);
  const host = new URL(source.address).host;
  const silent = () => faceError('FACE_CAMERA_SILENT', { host, seconds: ONE_MS / 1000 });
  try {
    const jpeg = await oneFrame(source, AbortSignal.any([signal, late]));
    if (jpeg !== null) return jpeg;
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
  }
  throw silent();
}

async function fitting(jpeg: Buffer): Promise<Buffer> {
  if (jpeg.length <= MAX_PICTURE_BYTES) return jpeg;
  return await sharp(jpeg).resize(1920, 1920, { fit: 'inside' }).jpeg({ quality: 90 }).toBuffer();
}
