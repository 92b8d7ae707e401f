import { broken, type DatReader, datReader } from './dat-reader.js';

/** The layers of dlib's face network in the order in which they are applied. */
export type Layer =
  | { readonly kind: 'convolution'; readonly filters: Filters }
  | { readonly kind: 'relu' | 'add-previous' | 'global-average' }
  | { readonly kind: 'max-pool' | 'average-pool'; readonly size: number; readonly stride: number }
  | { readonly kind: 'dense'; readonly inputs: number; readonly outputs: number; readonly weights: Float32Array };

export interface Filters {
  readonly count: number;
  readonly channels: number;
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  /** count × channels × size × size */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Scale and shift of each channel after a convolution are worked into its weights. */
export function readLayers(dat: Uint8Array): readonly Layer[] {
  const reader = datReader(dat);
  const layers: Layer[] = [];
  for (let name = reader.nextLayer(); name !== null; name = reader.nextLayer()) {
    if (name === 'affine_') layers.push(withAffine(layers.pop(), reader.tensor()));
    else layers.push(readLayer(name, reader));
  }
  return layers;
}

function readLayer(name: string, reader: DatReader): Layer {
  switch (name) {
    case 'con_4':
      return { kind: 'convolution', filters: readFilters(reader) };
    case 'max_pool_2':
    case 'avg_pool_2':
      return readPool(name, reader);
    case 'fc_2':
      return readDense(reader);
    case 'add_prev_':
      return { kind: 'add-previous' };
    default:
      return { kind: 'relu' };
  }
}

/** con_ of dnn/layers.h: params (filters, then biases), number of filters, rows, columns, strides, paddings. */
function readFilters(reader: DatReader): Filters {
  const params = reader.tensor();
  const [count, size, columns, stride, , padding] = [0, 0, 0, 0, 0, 0].map(() => reader.integer()) as Six;
  const channels = (params.length - count) / (count * size * size);
  if (size !== columns || !Number.isInteger(channels)) throw broken(`filters of ${size} × ${columns}`);
  const split = params.length - count;
  return { count, channels, size, stride, padding, weights: params.slice(0, split), biases: params.slice(split) };
}
type Six = [number, number, number, number, number, number];

/** Rows, columns, strides; no rows means the whole plane. */
function readPool(name: string, reader: DatReader): Layer {
  const [size, , stride] = [reader.integer(), reader.integer(), reader.integer()] as const;
  if (size === 0) return { kind: 'global-average' };
  return { kind: name === 'max_pool_2' ? 'max-pool' : 'average-pool', size, stride };
}

/** fc_ without bias: outputs, inputs, params (inputs × outputs). */
function readDense(reader: DatReader): Layer {
  const outputs = reader.integer();
  const inputs = reader.integer();
  const weights = reader.tensor();
  if (weights.length !== inputs * outputs) throw broken(`${weights.length} weights for ${inputs} × ${outputs}`);
  return { kind: 'dense', inputs, outputs, weights };
}

function withAffine(layer: Layer | undefined, params: Float32Array): Layer {
  if (layer?.kind !== 'convolution' || params.length !== layer.filters.count * 2) throw broken('a lone affine layer');
  const { filters } = layer;
  const each = filters.weights.length / filters.count;
  const gamma = params.subarray(0, filters.count);
  const beta = params.subarray(filters.count);
  const weights = filters.weights.map((weight, index) => weight * (gamma[Math.floor(index / each)] ?? 0));
  const biases = filters.biases.map((bias, index) => bias * (gamma[index] ?? 0) + (beta[index] ?? 0));
  return { kind: 'convolution', filters: { ...filters, weights, biases } };
}
