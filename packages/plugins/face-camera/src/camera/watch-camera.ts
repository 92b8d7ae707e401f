import { type DeviceContext, type FaceReading, isHadirError } from '@hadir/sdk';
import type { DecisionRules, FaceDecision, FaceEngine, FaceWatch, FrameResult } from '../engine/engine.js';
import type { FaceErrorCode } from '../errors.js';
import { type Frame, type FrameSource, monotonicMs, newestFrames } from '../frames/frame.js';
import type { CameraConfig } from './config-camera.js';
import { framesPerSecond } from './frame-source.js';
import type { LiveCameraOwner } from './live-camera.js';
import { makeReading } from './make-reading.js';
import type { Outbox } from './outbox.js';
import { createViewCheck } from './view-check.js';

export interface CameraParts {
  readonly source: FrameSource;
  readonly engine: FaceEngine;
  readonly outbox: Outbox;
  readonly live: LiveCameraOwner;
}

/** Without a picture for this long, faces that have left are settled. */
const PAUSE_MS = 1_000;
/** Pictures in a row that cannot be read: then the camera sends something else than pictures. */
const BAD_IN_A_ROW = 10;
/** Of a single picture, not of the camera or the engine: the next one may do. */
const PASSING: ReadonlySet<string> = new Set<FaceErrorCode>([
  'FACE_PICTURE_INVALID',
  'FACE_ENGINE_BUSY',
  'FACE_THREAD_ENDED',
]);

/** Looks at a camera until the signal aborts. @throws what ended the source or the engine */
export async function watchCamera(
  context: DeviceContext,
  config: CameraConfig,
  parts: CameraParts,
  signal: AbortSignal,
): Promise<void> {
  const { source, engine, outbox, live } = parts;
  const galleries = galleriesOf(context, config);
  const watch = engine.watch({
    galleries,
    liveness: config.liveness === 'challenge' ? 'challenge' : 'none',
    ...(config.rules === undefined ? {} : { rules: definedOf(config.rules) }),
    ...(config.farFaces === undefined ? {} : { farFaces: config.farFaces }),
  });
  const view = createViewCheck(context);
  const send = () => outbox.send((readings: readonly FaceReading[]) => context.emit({ readings }));
  const tell = async (decisions: readonly FaceDecision[]): Promise<void> => {
    if (decisions.length === 0) return;
    const agoMs = (atMs: number) => Math.max(0, monotonicMs() - atMs);
    await outbox.add(
      decisions.map((one) => makeReading(one, Math.round(context.clock.now() - agoMs(one.atMs)), context, config)),
    );
    await send();
  };

  try {
    // What an earlier session could not hand over.
    await send();
    const look = looker(context, watch, signal);
    let isFirst = true;
    const minGapMs = 1000 / framesPerSecond(config);
    const alive = () => context.report({ type: 'traffic' });
    for await (const frame of newestFrames(source, signal, { pauseMs: PAUSE_MS, minGapMs, alive })) {
      if (frame === null) {
        await tell(watch.settle(monotonicMs()));
        continue;
      }
      // A report counts as a sign of life, so not before there is one.
      if (isFirst) context.report({ type: 'info', info: { platform: `camera, ${config.source}` } });
      isFirst = false;
      live.frame(frame.jpeg);
      const result = await look(frame);
      if (result === null) continue;
      live.result(result);
      await tell(result.decisions);
      await view.look(frame.jpeg, result.faces, frame.atMs);
    }
  } finally {
    watch.close();
  }
}

/** Null looks everywhere, which is for the site to permit. Without any, nobody is named; the camera still gives pictures. */
function galleriesOf(context: DeviceContext, { galleries }: CameraConfig): readonly string[] | null {
  if (galleries === undefined) {
    context.raise({ code: 'FACE_GALLERIES_UNSET' });
    return [];
  }
  context.clear('FACE_GALLERIES_UNSET');
  return galleries.includes('*') ? null : galleries;
}

function definedOf(rules: NonNullable<CameraConfig['rules']>): Partial<DecisionRules> {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

/** Looks at a frame; one that cannot be assessed is passed over, many in a row are told to the operator. */
function looker(context: DeviceContext, watch: FaceWatch, signal: AbortSignal) {
  let bad = 0;
  let told: string | null = null;
  return async (frame: Frame): Promise<FrameResult | null> => {
    try {
      const result = await watch.see(frame.jpeg, frame.atMs, signal);
      bad = 0;
      if (told !== null) context.clear(told);
      told = null;
      return result;
    } catch (error) {
      if (signal.aborted) return null;
      if (!isHadirError(error) || !PASSING.has(error.code)) throw error;
      bad += 1;
      if (bad === BAD_IN_A_ROW) {
        told = error.code;
        context.raise({ code: error.code, details: error.details });
      }
      return null;
    }
  };
}
