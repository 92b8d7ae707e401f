import { join } from 'node:path';
import type { FaceEngine } from '../engine/engine.js';
import type { FrameSource } from '../frames/frame.js';
import type { LiveCamera } from './live-camera.js';
import { createOutbox, type Outbox } from './outbox.js';

/** A camera that a session of this process holds open. */
export interface HeldCamera {
  readonly live: LiveCamera;
  readonly source: FrameSource;
  /** Last part of the address of its kiosk's screen; null: it has none. */
  readonly kioskSecret: string | null;
}

/** What all cameras of the plugin's process share. */
export interface CameraShared {
  /** Loaded when it is first needed: a site with terminals only needs no models in memory. @throws FACE_MODEL_* */
  engine(): Promise<FaceEngine>;
  outbox(deviceId: string): Outbox;
  /** @returns gives it back; harmless when a later session holds it by then */
  hold(deviceId: string, camera: HeldCamera): () => void;
  camera(deviceId: string): HeldCamera | null;
  held(): Iterable<HeldCamera>;
  close(): Promise<void>;
}

/**
 * @param folder The plugin's private one; null keeps nothing beyond the process.
 * @param onDisk As for `createOutbox`.
 */
export function createCameraShared(
  openEngine: () => Promise<FaceEngine>,
  folder: string | null,
  onDisk: (trouble: unknown) => void,
): CameraShared {
  const outboxes = new Map<string, Outbox>();
  const cameras = new Map<string, HeldCamera>();
  let opening: Promise<FaceEngine> | null = null;
  const fileOf = (deviceId: string): string | null =>
    folder === null ? null : join(folder, 'outbox', `${encodeURIComponent(deviceId)}.jsonl`);
  return {
    engine() {
      opening ??= openEngine().catch((error: unknown) => {
        // The next who asks tries again: a missing file may have been put there.
        opening = null;
        throw error;
      });
      return opening;
    },
    outbox(deviceId) {
      const outbox = outboxes.get(deviceId) ?? createOutbox(fileOf(deviceId), onDisk);
      outboxes.set(deviceId, outbox);
      return outbox;
    },
    hold(deviceId, camera) {
      cameras.set(deviceId, camera);
      return () => {
        if (cameras.get(deviceId) === camera) cameras.delete(deviceId);
      };
    },
    camera: (deviceId) => cameras.get(deviceId) ?? null,
    held: () => cameras.values(),
    async close() {
      const engine = await opening?.catch(() => null);
      opening = null;
      await engine?.close();
    },
  };
}
