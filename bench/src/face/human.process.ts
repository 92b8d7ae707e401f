/** @vladmandic/human on its WASM backend, detection and description only: JPEG to vector. Arguments: rounds. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { report } from '../lib/process.js';
import { oneFaceFrame } from './scene.js';

export interface HumanReport {
  readonly frameMs: readonly number[];
  readonly faces: number;
  readonly numbers: number;
  readonly rss: number;
}

/** What is used of the library. */
interface Human {
  load(): Promise<void>;
  detect(input: unknown): Promise<{ readonly face: readonly { readonly embedding?: readonly number[] }[] }>;
  readonly tf: {
    tensor3d(values: Uint8Array, shape: readonly number[], type: 'int32'): unknown;
    dispose(tensor: unknown): void;
  };
}

const rounds = Number(process.argv[2]);
const require = createRequire(import.meta.url);
const humanFolder = dirname(dirname(require.resolve('@vladmandic/human')));
const wasmFolder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));

// The library fetches its model files by file: addresses, which Node.js does not.
const web = globalThis.fetch;
globalThis.fetch = async (input, init) =>
  String(input).startsWith('file:') ? new Response(readFileSync(new URL(String(input)))) : await web(input, init);

const { Human } = require(join(humanFolder, 'dist', 'human.node-wasm.js')) as {
  readonly Human: new (config: object) => Human;
};
const off = { enabled: false };
const human = new Human({
  backend: 'wasm',
  wasmPath: `${join(wasmFolder, 'dist')}/`,
  modelBasePath: `file://${join(humanFolder, 'models')}/`,
  debug: false,
  async: false,
  cacheSensitivity: 0,
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    // One face is described, as by us; in a place with much in it the detector sees a second one that is none.
    detector: { rotation: false, maxDetected: 1 },
    mesh: off,
    iris: off,
    emotion: off,
    attention: off,
    antispoof: off,
    liveness: off,
    description: { enabled: true },
  },
});
await human.load();
const frame = await oneFaceFrame();
const frameMs: number[] = [];
let faces = 0;
let numbers = 0;
for (let round = 0; round < rounds + 2; round += 1) {
  const from = performance.now();
  const { data, info } = await sharp(frame).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const tensor = human.tf.tensor3d(new Uint8Array(data), [info.height, info.width, 3], 'int32');
  const { face } = await human.detect(tensor);
  human.tf.dispose(tensor);
  faces = face.length;
  numbers = face[0]?.embedding?.length ?? 0;
  // The first rounds compile.
  if (round >= 2) frameMs.push(performance.now() - from);
}
report({ frameMs, faces, numbers, rss: process.memoryUsage.rss() } satisfies HumanReport);
