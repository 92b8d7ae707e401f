import { connect } from 'node:net';
import type { ProbeContext, ProbeReport, ProbeStep } from '@hadir/sdk';
import sharp from 'sharp';
import type { FaceEngine, SeenFace } from '../engine/engine.js';
import { type FaceErrorCode, faceError } from '../errors.js';
import { monotonicMs, oneFrame } from '../frames/frame.js';
import type { CameraShared } from './camera-shared.js';
import type { CameraConfig } from './config-camera.js';
import { codedError } from './failures.js';
import { frameSource } from './frame-source.js';

const CONNECT_MS = 5_000;
const FRAME_MS = 30_000;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'rtsp:': 554, 'rtsps:': 322 };

/** At which rung an error stops the climb; others stop it at the picture itself. */
const RUNG: Partial<Readonly<Record<string, ProbeStep['step']>>> = {
  FACE_CAMERA_UNREACHABLE: 'session',
  FACE_CAMERA_SILENT: 'session',
  FACE_FFMPEG_MISSING: 'session',
  FACE_FFMPEG_ENDED: 'session',
  FACE_CAMERA_DENIED: 'authorised',
} satisfies Partial<Record<FaceErrorCode, ProbeStep['step']>>;

/**
 * Climbs: is there somebody at the address, does it talk, may we, does a picture come, is a face in it.
 * A face is nothing that must be there; what was seen stands in the detail.
 */
export async function probeCamera(
  context: ProbeContext,
  config: CameraConfig,
  shared: CameraShared,
): Promise<ProbeReport> {
  const steps: ProbeStep[] = [];
  const fail = (step: ProbeStep['step'], error: unknown): ProbeReport => {
    const coded = codedError(error);
    if (coded === null) throw error;
    steps.push({ step, ok: false, code: coded.code, detail: coded.text('en') });
    return { steps };
  };
  const source = frameSource(config, context.clock);
  const address = new URL(config.url);
  try {
    await knock(address, context.signal);
    steps.push({ step: 'reachable', ok: true, detail: address.host });
  } catch (error) {
    return fail('reachable', error);
  }
  let jpeg: Buffer;
  try {
    jpeg = await firstFrame(source, address.host, context.signal);
  } catch (error) {
    const rung = RUNG[codedError(error)?.code ?? ''] ?? 'read';
    if (rung !== 'session') steps.push({ step: 'session', ok: true });
    if (rung === 'read') steps.push({ step: 'authorised', ok: true });
    return fail(rung, error);
  }
  steps.push({ step: 'session', ok: true }, { step: 'authorised', ok: true });
  try {
    steps.push({ step: 'read', ok: true, detail: await whatIsSeen(jpeg, await shared.engine(), context.signal) });
  } catch (error) {
    return fail('read', error);
  }
  return { steps };
}

async function firstFrame(source: ReturnType<typeof frameSource>, host: string, signal: AbortSignal): Promise<Buffer> {
  const late = AbortSignal.timeout(FRAME_MS);
  try {
    const jpeg = await oneFrame(source, AbortSignal.any([signal, late]));
    if (jpeg !== null) return jpeg;
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
  }
  throw faceError('FACE_CAMERA_SILENT', { host, seconds: FRAME_MS / 1000 });
}

async function whatIsSeen(jpeg: Buffer, engine: FaceEngine, signal: AbortSignal): Promise<string> {
  const watch = engine.watch({ galleries: [] });
  try {
    const { faces } = await watch.see(jpeg, monotonicMs(), signal);
    const { width, height } = await sharp(jpeg).metadata();
    return `${width}×${height}, ${describe(faces)}`;
  } finally {
    watch.close();
  }
}

function describe(faces: readonly SeenFace[]): string {
  if (faces.length === 0) return 'no face';
  const widest = Math.round(Math.max(...faces.map(({ box }) => box.width)));
  const reasons = faces.flatMap(({ why }) => why ?? []);
  const poor = reasons.length === 0 ? '' : `, not assessable: ${[...new Set(reasons)].join(', ')}`;
  return `${faces.length} face(s), widest ${widest} px${poor}`;
}

/** Whether anybody listens there at all. */
function knock({ hostname, port, protocol, host }: URL, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) || (PORTS[protocol] ?? 80) });
    const end = (reason: string | null): void => {
      socket.destroy();
      signal.removeEventListener('abort', abort);
      if (reason === null) resolve();
      else reject(faceError('FACE_CAMERA_UNREACHABLE', { host, reason }));
    };
    const abort = (): void => end('aborted');
    socket.setTimeout(CONNECT_MS, () => end('timeout'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'error'));
    socket.once('connect', () => end(null));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
