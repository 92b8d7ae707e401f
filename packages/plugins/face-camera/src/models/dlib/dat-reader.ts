import { endianness } from 'node:os';
import { faceError } from '../../errors.js';

/**
 * Reads what dlib's `serialize` wrote (dlib/serialize.h, dlib/cuda/tensor_tools.cpp).
 * Integers: a control byte (low four bits: how many bytes follow, 0x80: negative), then the bytes, least first.
 * Tensors: version 2, four sizes, then float32 little-endian.
 */
export interface DatReader {
  /** Goes to the next layer's name, over what lies between; null at the end. */
  nextLayer(): string | null;
  integer(): number;
  tensor(): Float32Array;
}

/** Names of layers and their versions are written as a length and letters: `con_4`, `affine_`, `relu_`… */
const LAYER_NAMES = ['con_4', 'affine_', 'relu_', 'max_pool_2', 'avg_pool_2', 'add_prev_', 'fc_2'] as const;
const TENSOR_VERSION = 2;
/** Between two tensors there is nothing larger than a layer's settings. */
const BETWEEN_BYTES = 4_096;

export function datReader(bytes: Uint8Array): DatReader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function integer(): number {
    const control = buffer[at] ?? 0;
    const size = control & 0x0f;
    if (size > 6 || at + 1 + size > buffer.length) throw broken(`no integer at byte ${at}`);
    const value = size === 0 ? 0 : buffer.readUIntLE(at + 1, size);
    at += 1 + size;
    return (control & 0x80) !== 0 ? -value : value;
  }

  return {
    nextLayer() {
      const near = buffer.subarray(at, at + BETWEEN_BYTES);
      const found = LAYER_NAMES.map((name) => ({
        name,
        from: near.indexOf(`\x01${lengthByte(name)}${name}`, 0, 'latin1'),
      }))
        .filter(({ from }) => from >= 0)
        .sort((one, other) => one.from - other.from)[0];
      if (found === undefined) return null;
      at += found.from + 2 + found.name.length;
      return found.name;
    },
    integer,
    tensor() {
      if (integer() !== TENSOR_VERSION) throw broken(`no tensor of version ${TENSOR_VERSION} before byte ${at}`);
      const length = integer() * integer() * integer() * integer();
      if (!(length > 0) || at + length * 4 > buffer.length) throw broken(`a tensor of ${length} numbers at byte ${at}`);
      const copy = Buffer.from(Uint8Array.prototype.slice.call(buffer, at, at + length * 4).buffer);
      if (endianness() === 'BE') copy.swap32();
      const values = new Float32Array(copy.buffer, copy.byteOffset, length);
      at += length * 4;
      return values;
    },
  };
}

const lengthByte = (name: string): string => String.fromCharCode(name.length);

export const broken = (problem: string) =>
  faceError('FACE_MODEL_FAILED', { model: 'dlib', reason: `not a dlib network as expected: ${problem}` });
