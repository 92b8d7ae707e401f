import type { FaceTemplate } from '@hadir/sdk';
import { dot } from '../embed/vector.js';
import { faceError } from '../errors.js';

/** How far the length of a template may be from one: beyond, it is not a template or has been altered. */
const LENGTH_TOLERANCE = 0.01;

/** Float32 LE in base64, of the model's dimension and of length one. */
export function templateVector({ model, vector }: FaceTemplate, dim: number): Float32Array {
  const bytes = Buffer.from(vector, 'base64');
  if (bytes.length !== dim * 4) throw invalid(`${bytes.length} bytes for ${model.id}, which has ${dim * 4}`);
  const values = new Float32Array(dim);
  for (let index = 0; index < dim; index++) values[index] = bytes.readFloatLE(index * 4);
  const length = Math.sqrt(dot(values, values));
  if (!(Math.abs(length - 1) <= LENGTH_TOLERANCE)) throw invalid(`length ${length.toFixed(3)} instead of 1`);
  return values;
}

export function encodeVector(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

const invalid = (problem: string) => faceError('FACE_TEMPLATE_INVALID', { problem });
