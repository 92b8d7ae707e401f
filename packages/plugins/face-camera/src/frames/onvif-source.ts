import { type Clock, isHadirError } from '@hadir/sdk';
import { motionOf, type PullPoint } from '../wire/onvif.js';
import { type CameraAccess, cameraHttp } from './camera-http.js';
import type { FrameSource, FrameTaker } from './frame.js';
import { type OnvifClient, onvifClient, SUBSCRIPTION_SECONDS } from './onvif-client.js';
import { pollSnapshots } from './snapshot.js';

export interface OnvifOptions {
  /** Address of the device service. */
  readonly url: string;
  readonly access: CameraAccess;
  readonly framesPerSecond: number;
  /** Takes pictures only while the camera tells motion, and `afterMotionMs` longer. */
  readonly onlyMotion: boolean;
  readonly afterMotionMs?: number;
  readonly clock: Clock;
}

const AFTER_MOTION_MS = 5_000;
/** Motion that is never told to have ended (alarms that only pulse) ends after this. */
const MAX_MOTION_MS = 60_000;

/** Asks the camera for its snapshot address, and for motion when pictures are wanted only then. */
export function onvifSource(options: OnvifOptions): FrameSource {
  return {
    address: options.url,
    async grab(taker, signal) {
      const http = cameraHttp(options.access);
      const client = onvifClient(http, options.url, options.access, options.clock);
      try {
        await client.connect(signal);
        const url = await client.snapshotUrl(signal);
        const poll = (part: AbortSignal) =>
          pollSnapshots(http, { url, framesPerSecond: options.framesPerSecond }, taker, part);
        if (options.onlyMotion) await whileMotion(client, poll, taker, options, signal);
        else await poll(signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        http.close();
      }
    },
  };
}

/** Starts and stops grabbing by the camera's own motion events. */
async function whileMotion(
  client: OnvifClient,
  poll: (signal: AbortSignal) => Promise<void>,
  taker: FrameTaker,
  { afterMotionMs = AFTER_MOTION_MS }: OnvifOptions,
  signal: AbortSignal,
): Promise<void> {
  const point = await client.subscribe(signal);
  const motion = grabbing(poll, afterMotionMs, signal);
  try {
    await Promise.race([listen(client, point, taker, motion.moved, signal), motion.failed]);
  } finally {
    motion.stop();
    await client.unsubscribe(point.address, AbortSignal.timeout(2_000)).catch(() => undefined);
  }
}

/** Until the signal aborts. */
async function listen(
  client: OnvifClient,
  { address }: PullPoint,
  taker: FrameTaker,
  moved: (isMoving: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  let renewAt = performance.now() + (SUBSCRIPTION_SECONDS * 1000) / 2;
  while (!signal.aborted) {
    for (const notification of await client.pull(address, signal)) {
      const isMoving = motionOf(notification);
      if (isMoving !== null) moved(isMoving);
    }
    taker.alive();
    if (performance.now() < renewAt) continue;
    // A camera that knows no Renew keeps a subscription alive while messages are pulled from it.
    await client.renew(address, signal).catch((error: unknown) => {
      if (!isHadirError(error) || error.code !== 'FACE_ONVIF_FAULT') throw error;
    });
    renewAt = performance.now() + (SUBSCRIPTION_SECONDS * 1000) / 2;
  }
}

function grabbing(poll: (signal: AbortSignal) => Promise<void>, afterMotionMs: number, signal: AbortSignal) {
  let running: AbortController | null = null;
  let timer: NodeJS.Timeout | undefined;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever races it gets the error; without a race it must not end the process.
  failed.catch(() => undefined);
  const stop = (): void => {
    clearTimeout(timer);
    running?.abort();
    running = null;
  };
  const stopIn = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(stop, ms);
  };
  return {
    failed,
    stop,
    moved(isMoving: boolean): void {
      if (!isMoving) {
        stopIn(afterMotionMs);
        return;
      }
      stopIn(MAX_MOTION_MS);
      if (running !== null) return;
      running = new AbortController();
      poll(AbortSignal.any([signal, running.signal])).catch(fail);
    },
  };
}
