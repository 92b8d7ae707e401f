import type { DeviceContext, DeviceSession } from '@hadir/sdk';
import type { CameraShared } from './camera-shared.js';
import type { CameraConfig } from './config-camera.js';
import { asFailure, codedError } from './failures.js';
import { frameSource } from './frame-source.js';
import { createLiveCamera } from './live-camera.js';
import { watchCamera } from './watch-camera.js';

/** A camera in service: pictures in, `face` readings out. @throws DeviceFailure */
export async function openCamera(
  context: DeviceContext,
  config: CameraConfig,
  shared: CameraShared,
): Promise<DeviceSession> {
  const { deviceId } = context;
  const source = sourceOf(config, context);
  const live = createLiveCamera();
  const release = shared.hold(deviceId, { live, source, kioskSecret: config.kioskSecret ?? null });
  return {
    async stream(signal) {
      try {
        const engine = await orAborted(shared.engine(), signal);
        if (engine === null) return;
        await watchCamera(context, config, { source, engine, outbox: shared.outbox(deviceId), live }, signal);
      } catch (error) {
        tellMissing(context, error);
        throw asFailure(error);
      }
    },
    async close() {
      release();
      live.end();
    },
  };
}

/** Models take seconds to load; a session that must end does not wait for them. @returns null when aborted */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(null);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function sourceOf(config: CameraConfig, { clock }: DeviceContext) {
  try {
    return frameSource(config, clock);
  } catch (error) {
    throw asFailure(error);
  }
}

/** A program to install is the operator's to do; the state "unreachable" alone would not say so. */
function tellMissing(context: DeviceContext, error: unknown): void {
  if (codedError(error)?.code === 'FACE_FFMPEG_MISSING') context.raise({ code: 'FACE_FFMPEG_MISSING' });
  else context.clear('FACE_FFMPEG_MISSING');
}
