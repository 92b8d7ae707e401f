import { availableParallelism } from 'node:os';
import { type Driver, defineDriver, isHadirError, type PluginContext, type PluginSession } from '@hadir/sdk';
import { type CameraShared, createCameraShared } from './camera/camera-shared.js';
import { type KioskServer, startKiosk } from './camera/kiosk-server.js';
import { probeCamera } from './camera/probe.js';
import { openCamera } from './camera/session.js';
import { DeviceConfig, PluginSettings } from './config.js';
import type { FaceEngine, FaceEngineOptions } from './engine/engine.js';
import { faceService } from './faces.js';
import { manifest } from './manifest.js';
import { openTerminal, probeTerminal, startTerminals, type Terminals } from './terminals/index.js';

/** Also the memory of a plugin's process sets the limit: every thread holds models of its own. */
const MOST_THREADS = 2;
const KIOSK_PORT = 8083;
const DEFAULT_MODELS = ['mobilefacenet-512'];

interface FaceShared extends PluginSession {
  readonly cameras: CameraShared;
  readonly terminals: Terminals;
}

/** Loaded with the first camera or enrolment: a plugin that starts must not wait for native libraries. */
const ownEngine = async (options: FaceEngineOptions): Promise<FaceEngine> =>
  (await import('./engine/open-engine.js')).openFaceEngine(options);

/** @param openEngine other recognition than Hadir's own, for tests */
export function faceDriver(openEngine: (options: FaceEngineOptions) => Promise<FaceEngine> = ownEngine): Driver {
  return defineDriver({
    manifest,
    config: DeviceConfig,
    settings: PluginSettings,
    start: async (context, settings): Promise<FaceShared> => {
      const engine = () =>
        openEngine({
          models: settings.models ?? DEFAULT_MODELS,
          threads: settings.threads ?? Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)),
          cacheFolder: context.storageFolder,
        });
      const cameras = createCameraShared(engine, context.storageFolder, (trouble) => {
        if (trouble === null) context.clear('FACE_OUTBOX_UNWRITTEN');
        else context.raise({ code: 'FACE_OUTBOX_UNWRITTEN', details: { reason: reasonOf(trouble) } });
      });
      const terminals = await startTerminals(context, settings.listen);
      const kiosk = await openKiosk(context, cameras, settings.kiosk);
      return {
        cameras,
        terminals,
        faces: faceService({ cameras, terminals }),
        close: async () => void (await Promise.all([kiosk?.close(), cameras.close(), terminals.close()])),
      };
    },
    probe: (context, config, { cameras }) =>
      config.type === 'camera' ? probeCamera(context, config, cameras) : probeTerminal(context, config),
    open: (context, config, { cameras, terminals }) =>
      config.type === 'camera' ? openCamera(context, config, cameras) : openTerminal(context, config, terminals),
  });
}

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** A port that is taken keeps no camera from working; the operator is told. */
async function openKiosk(
  context: PluginContext,
  cameras: CameraShared,
  settings: PluginSettings['kiosk'] = {},
): Promise<KioskServer | null> {
  if (settings.enabled !== true) return null;
  try {
    return await startKiosk(cameras, { host: settings.host ?? '127.0.0.1', port: settings.port ?? KIOSK_PORT });
  } catch (error) {
    if (!isHadirError(error)) throw error;
    context.raise({ code: error.code, details: error.details });
    return null;
  }
}
