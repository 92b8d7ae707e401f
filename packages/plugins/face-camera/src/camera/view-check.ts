import type { DeviceContext } from '@hadir/sdk';
import sharp from 'sharp';
import type { SeenFace } from '../engine/engine.js';

/** A picture darker than this on average shows nothing: a covered lens gives 0–5, a room at night without infrared 5–15. */
const DARK_LUMA = 18;
const DARK_AFTER_MS = 120_000;
const LUMA_EVERY_MS = 20_000;
const THUMB_PX = 64;
/** Faces that came and went, over which a share is taken; fewer say nothing. */
const WINDOW = 20;
const RAISE_SHARE = 0.8;
const CLEAR_SHARE = 0.5;
/** The same trouble is told again this often, for an operator who closed the issue too early. */
const TELL_EVERY_MS = 600_000;
/** A face that was not seen for this long has come and gone. */
const GONE_MS = 3_000;

/** Notices a camera that sees, but not well enough to recognise anybody, and tells the operator what to change. */
export interface ViewCheck {
  /** One look at a frame. Never rejects. */
  look(jpeg: Buffer, faces: readonly SeenFace[], atMs: number): Promise<void>;
}

interface Passing {
  lastMs: number;
  wasAssessed: boolean;
  why: SeenFace['why'];
}

export function createViewCheck(context: Pick<DeviceContext, 'raise' | 'clear'>): ViewCheck {
  const passing = new Map<number, Passing>();
  const gone: Passing[] = [];
  let darkSinceMs: number | null = null;
  let nextLumaMs = 0;

  const told = new Map<string, number>();

  function raise(code: string, details: Readonly<Record<string, number>>, atMs: number): void {
    if (atMs - (told.get(code) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) return;
    told.set(code, atMs);
    context.raise({ code, details });
  }

  function clear(code: string): void {
    if (told.delete(code)) context.clear(code);
  }

  function follow(faces: readonly SeenFace[], atMs: number): void {
    for (const face of faces) {
      const known = passing.get(face.track) ?? { lastMs: atMs, wasAssessed: false, why: null };
      known.lastMs = atMs;
      known.wasAssessed ||= face.state !== 'not-assessed';
      if (face.why !== null) known.why = face.why;
      passing.set(face.track, known);
    }
    for (const [track, one] of passing) {
      if (atMs - one.lastMs < GONE_MS) continue;
      passing.delete(track);
      gone.push(one);
      if (gone.length > WINDOW) gone.shift();
      judge('FACE_VIEW_FAR', 'too-small', atMs);
      judge('FACE_VIEW_BLURRED', 'blurred', atMs);
    }
  }

  function judge(code: string, why: SeenFace['why'], atMs: number): void {
    if (gone.length < WINDOW) return;
    const share = gone.filter((one) => !one.wasAssessed && one.why === why).length / gone.length;
    if (share >= RAISE_SHARE) raise(code, { share: Math.round(share * 100) }, atMs);
    else if (share <= CLEAR_SHARE) clear(code);
  }

  async function measure(jpeg: Buffer, atMs: number): Promise<void> {
    if (atMs < nextLumaMs) return;
    nextLumaMs = atMs + LUMA_EVERY_MS;
    const luma = await meanLuma(jpeg);
    if (luma === null) return;
    if (luma >= DARK_LUMA) {
      darkSinceMs = null;
      clear('FACE_VIEW_DARK');
      return;
    }
    darkSinceMs ??= atMs;
    const darkMs = atMs - darkSinceMs;
    if (darkMs >= DARK_AFTER_MS) raise('FACE_VIEW_DARK', { minutes: Math.round(darkMs / 60_000) }, atMs);
  }

  return {
    async look(jpeg, faces, atMs) {
      follow(faces, atMs);
      await measure(jpeg, atMs);
    },
  };
}

/** 0–255; null when the picture cannot be read, which is somebody else's to tell. */
async function meanLuma(jpeg: Buffer): Promise<number | null> {
  try {
    const pixels = await sharp(jpeg).resize(THUMB_PX, THUMB_PX, { fit: 'fill' }).greyscale().raw().toBuffer();
    return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  } catch {
    return null;
  }
}
