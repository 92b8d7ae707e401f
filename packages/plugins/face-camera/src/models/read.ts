import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { faceError } from '../errors.js';
import { dlibResnetToOnnx } from './dlib/convert.js';
import { packageFile } from './locate.js';
import type { ModelFile } from './spec.js';

/** The bytes of a model, proven by their SHA-256. A file that is another one is never used. */
export async function readModel(model: ModelFile, cacheFolder: string | null): Promise<Uint8Array> {
  if (model.conversion === undefined) return await readProven(model, locate(model), model.sha256);
  const { sha256 } = model.conversion;
  const cached = cacheFolder === null ? null : join(cacheFolder, `${model.id}-${sha256.slice(0, 16)}.onnx`);
  if (cached !== null) {
    const bytes = await readFile(cached).catch(() => null);
    if (bytes !== null && hash(bytes) === sha256) return bytes;
  }
  const onnx = dlibResnetToOnnx(await readProven(model, locate(model), model.sha256));
  if (hash(onnx) !== sha256)
    throw faceError('FACE_MODEL_ALTERED', { model: model.id, found: hash(onnx), expected: sha256 });
  if (cached !== null) await replaceFile(cached, onnx);
  return onnx;
}

function locate(model: ModelFile): string {
  if (!('package' in model.source)) return model.source.file;
  const { package: name, version, file } = model.source;
  const path = packageFile(name, file);
  if (path === null) throw faceError('FACE_MODEL_MISSING', { model: model.id, file: `${name}@${version}/${file}` });
  return path;
}

async function readProven(model: ModelFile, path: string, expected: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw faceError('FACE_MODEL_MISSING', { model: model.id, file: path }, cause);
  });
  const found = hash(bytes);
  if (found !== expected) throw faceError('FACE_MODEL_ALTERED', { model: model.id, found, expected });
  return bytes;
}

/** Several threads may convert at the same time: each writes its own file and puts it in place whole. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, bytes);
  await rename(own, path);
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
