import type { FaceAdvice, FaceAnswer } from '@hadir/sdk';
import { type Chips, chipsOf } from '../align/chips.js';
import type { Detection } from '../detect/detection.js';
import { type Detector, openDetector } from '../detect/detector.js';
import { type Embedder, openEmbedder } from '../embed/embedder.js';
import { encodeVector } from '../gallery/template.js';
import { decodePicture } from '../image/decode.js';
import type { RgbImage } from '../image/rgb-image.js';
import { bothClosed, bothOpen, type EyeReader, openEyeReader } from '../liveness/eyes.js';
import { openPassiveReader, type PassiveReader } from '../liveness/passive.js';
import type { EmbedderSpec } from '../models/spec.js';
import { enrolmentAdvice, whyNotAssessed } from '../quality/judge.js';
import { QUALITY_LIMITS } from '../quality/limits.js';
import { type FaceQuality, measureFace } from '../quality/measure.js';
import type { FaceView, LookOptions } from './face-view.js';

/** From a picture to faces and numbers: all that needs models. Lives in a thread of its own, or in a test. */
export interface Recogniser {
  look(picture: Uint8Array, options: LookOptions): Promise<readonly FaceView[]>;
  assess(picture: Uint8Array): Promise<FaceAnswer<'assess'>>;
  close(): Promise<void>;
}

export async function openRecogniser(specs: readonly EmbedderSpec[], cacheFolder: string | null): Promise<Recogniser> {
  const detector = await openDetector();
  const embedders: Embedder[] = [];
  for (const spec of specs) embedders.push(await openEmbedder(spec, cacheFolder));
  const models = { detector, embedders, eyes: await openEyeReader(), passive: await openPassiveReader() };
  return {
    look: async (picture, options) => await look(models, picture, options),
    assess: async (picture) => await assess(models, picture),
    async close() {
      for (const model of [detector, ...embedders, models.eyes, models.passive]) await model.release();
    },
  };
}

interface Models {
  readonly detector: Detector;
  readonly embedders: readonly Embedder[];
  readonly eyes: EyeReader;
  readonly passive: PassiveReader;
}

async function look({ detector, embedders, eyes, passive }: Models, bytes: Uint8Array, options: LookOptions) {
  const picture = await decodePicture(bytes);
  const faces = await detector.detect(picture, options.farFaces);
  const widest = widestOf(faces);
  const views: FaceView[] = [];
  for (const face of faces) {
    const chips = chipsOf(picture, face.points);
    const quality = measureFace(face, chips);
    const why = whyNotAssessed(quality, options.minFacePx);
    const challenged = options.challenge && face === widest && why !== 'too-small';
    const vectors: (Float32Array | null)[] = [];
    for (const [index, embedder] of embedders.entries()) {
      const wanted = index === 0 || options.models.includes(index);
      vectors.push(wanted && (why === null || challenged) ? await embedder.embed(chips) : null);
    }
    const { box } = face;
    const eyeState = challenged ? await readEyes(eyes, picture, face) : 'unclear';
    const score = options.passive && why === null ? await passive.read(picture, box) : null;
    views.push({ box, widthPx: quality.widthPx, yaw: quality.yaw, why, vectors, eyes: eyeState, passive: score });
  }
  return views;
}

async function readEyes(eyes: EyeReader, picture: RgbImage, face: Detection): Promise<FaceView['eyes']> {
  const reading = await eyes.read(picture, face);
  if (bothClosed(reading)) return 'closed';
  return bothOpen(reading) ? 'open' : 'unclear';
}

async function assess({ detector, embedders, eyes }: Models, bytes: Uint8Array): Promise<FaceAnswer<'assess'>> {
  const picture = await decodePicture(bytes);
  const faces = await detector.detect(picture, false);
  const face = widestOf(faces);
  if (face === undefined) return refused(['no-face']);
  const others = faces.filter(({ box }) => box.width >= face.box.width * QUALITY_LIMITS.secondFaceShare);
  if (others.length > 1) return refused(['several-faces']);
  const chips = chipsOf(picture, face.points);
  const quality = measureFace(face, chips);
  const advice = enrolmentAdvice(quality, bothClosed(await eyes.read(picture, face)));
  const templates = advice.length > 0 ? [] : await templatesOf(embedders, chips);
  return { advice: [...advice], face: shown(quality), templates };
}

async function templatesOf(embedders: readonly Embedder[], chips: Chips): Promise<FaceAnswer<'assess'>['templates']> {
  const templates: FaceAnswer<'assess'>['templates'] = [];
  for (const { model, embed } of embedders) templates.push({ model, vector: encodeVector(await embed(chips)) });
  return templates;
}

const refused = (advice: FaceAdvice[]): FaceAnswer<'assess'> => ({ advice, face: null, templates: [] });

function shown({ widthPx, yaw, sharpness, luma }: FaceQuality): FaceAnswer<'assess'>['face'] {
  const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
  return {
    widthPx: rounded(widthPx, 0),
    yaw: rounded(yaw, 2),
    sharpness: rounded(sharpness, 0),
    luma: rounded(luma, 0),
  };
}

function widestOf(faces: readonly Detection[]): Detection | undefined {
  return [...faces].sort((one, other) => other.box.width - one.box.width)[0];
}
