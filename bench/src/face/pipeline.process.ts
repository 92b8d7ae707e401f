/**
 * One thread: the bare runs of the two models in turns with the whole way from a JPEG of 1280 × 720 to the face's vector.
 * Arguments: rounds.
 */
import { decodePicture, MOBILEFACENET, openBareModels, openRecogniser } from '@hadir/plugin-face-camera/testing';
import { report } from '../lib/process.js';
import { oneFaceFrame } from './scene.js';

export interface PipelineReport {
  readonly detectMs: readonly number[];
  readonly embedMs: readonly number[];
  readonly decodeMs: readonly number[];
  /** From the JPEG to the vector, one after the other. */
  readonly frameMs: readonly number[];
  /** The same with the next picture being decoded meanwhile, as the driver does it: time for each frame. */
  readonly streamMs: readonly number[];
  /** Processor time, all threads, for each: hardly depends on what else the machine does. */
  readonly cpuMs: { readonly bare: number; readonly decode: number; readonly frame: number };
  readonly faces: number;
}

const rounds = Number(process.argv[2]);
const models = await openBareModels();
const recogniser = await openRecogniser([MOBILEFACENET], null);
const frame = await oneFaceFrame();
const look = async () =>
  await recogniser.look(frame, { farFaces: false, minFacePx: 60, models: [0], challenge: false, passive: false });

const timed = async (what: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await what();
  return performance.now() - from;
};

const times: Record<'detectMs' | 'embedMs' | 'decodeMs' | 'frameMs' | 'streamMs', number[]> = {
  detectMs: [],
  embedMs: [],
  decodeMs: [],
  frameMs: [],
  streamMs: [],
};
const faces = (await look()).filter(({ vectors }) => vectors[0] !== null).length;
const STREAM = 4;
for (let round = 0; round < rounds + 3; round += 1) {
  const detect = await timed(models.detect);
  const embed = await timed(models.embed);
  const decode = await timed(async () => await decodePicture(frame));
  const whole = await timed(look);
  const stream = (await timed(async () => await Promise.all([twice(), twice()]))) / STREAM;
  // The first rounds warm up.
  if (round < 3) continue;
  times.detectMs.push(detect);
  times.embedMs.push(embed);
  times.decodeMs.push(decode);
  times.frameMs.push(whole);
  times.streamMs.push(stream);
}
async function cpuOf(what: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await what();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / rounds;
}
const bareCpu = await cpuOf(async () => {
  await models.detect();
  await models.embed();
});
const decodeCpu = await cpuOf(async () => await decodePicture(frame));
const cpuMs = { bare: bareCpu, decode: decodeCpu, frame: await cpuOf(look) };
async function twice(): Promise<void> {
  await look();
  await look();
}
report({ ...times, cpuMs, faces } satisfies PipelineReport);
