/**
 * Search of a gallery of random faces with 512 numbers for probes at a cosine of 0.6 to one of them, against reading the
 * same bytes once. Arguments: templates, probes.
 */
import { createShelf, loadNearest, quantise } from '@hadir/plugin-face-camera/testing';
import { report } from '../lib/process.js';

export interface GalleryReport {
  readonly kind: string;
  /** Search of the bytes alone, and with the exact scores of the ten best. */
  readonly searchMs: readonly number[];
  readonly alikeMs: readonly number[];
  /** Reading all the gallery's bytes once. */
  readonly readMs: readonly number[];
  readonly hits: number;
  readonly probes: number;
  readonly rss: number;
}

const DIM = 512;
const rows = Number(process.argv[2]);
const probes = Number(process.argv[3]);

let state = 1;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state / 2 ** 31;
}
function unit(): Float32Array {
  const values = new Float32Array(DIM);
  let square = 0;
  for (let index = 0; index < DIM; index += 1) {
    // Three together are nearly normal, so that no direction is preferred.
    const value = random() + random() + random();
    values[index] = value;
    square += value * value;
  }
  const length = Math.sqrt(square);
  for (let index = 0; index < DIM; index += 1) values[index] = (values[index] ?? 0) / length;
  return values;
}

const nearest = await loadNearest();
const shelf = createShelf(DIM, nearest);
const matrix = new Int8Array(rows * DIM);
const exact = new Float32Array(rows <= 100_000 ? rows * DIM : 0);
const wanted = new Map<number, Float32Array>();
for (let row = 0; row < rows; row += 1) {
  const vector = unit();
  shelf.put(`P${row}`, [vector]);
  quantise(vector, matrix, row * DIM);
  if (exact.length > 0) exact.set(vector, row * DIM);
  if (row % Math.floor(rows / probes) === 0 && wanted.size < probes) wanted.set(row, vector);
}

const bytes = Buffer.from(matrix.buffer);
const times: Record<'searchMs' | 'alikeMs' | 'readMs', number[]> = { searchMs: [], alikeMs: [], readMs: [] };
let hits = 0;
for (const [row, vector] of wanted) {
  const noise = unit();
  const along = noise.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0);
  const across = noise.map((value, index) => value - along * (vector[index] ?? 0));
  const length = Math.sqrt(across.reduce((sum, value) => sum + value * value, 0));
  const probe = vector.map((value, index) => 0.6 * value + (0.8 * (across[index] ?? 0)) / length);
  const codes = new Int8Array(DIM);
  quantise(probe, codes);

  let from = performance.now();
  nearest.find(matrix, codes, 10);
  times.searchMs.push(performance.now() - from);
  from = performance.now();
  const [best] = shelf.alike(probe);
  times.alikeMs.push(performance.now() - from);
  from = performance.now();
  // -128 is never stored: looking for it reads every byte, with the C library's own loop.
  if (bytes.indexOf(0x80) !== -1) throw new RangeError('a byte that cannot be');
  times.readMs.push(performance.now() - from);
  if (best?.personKey === `P${exact.length > 0 ? exactBest(probe) : row}`) hits += 1;
}

/** By every float32 of the gallery. */
function exactBest(probe: Float32Array): number {
  let best = -1;
  let bestScore = -2;
  for (let row = 0; row < rows; row += 1) {
    let score = 0;
    for (let index = 0; index < DIM; index += 1) score += (exact[row * DIM + index] ?? 0) * (probe[index] ?? 0);
    if (score > bestScore) {
      best = row;
      bestScore = score;
    }
  }
  return best;
}
report({
  kind: nearest.kind,
  ...times,
  hits,
  probes: wanted.size,
  rss: process.memoryUsage.rss(),
} satisfies GalleryReport);
