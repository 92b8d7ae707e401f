import { type OnnxNode, type OnnxWeight, onnxModel } from '../onnx/onnx.js';
import { broken } from './dat-reader.js';
import { type Filters, type Layer, readLayers } from './layers.js';

/** Side of dlib's aligned face in pixels. */
const INPUT_PX = 150;

/** A value on its way through the network: name, channels, rows (= columns). */
interface Flow {
  readonly name: string;
  readonly channels: number;
  readonly size: number;
}

/**
 * dlib's face recognition network (`dlib_face_recognition_resnet_model_v1.dat` and others of that architecture) as ONNX:
 * `input` [1, 3, 150, 150] to `output` [1, 128]. Blocks add their input to their result; where sizes differ, dlib
 * (`tt::add`) takes what is missing as zero.
 */
export function dlibResnetToOnnx(dat: Uint8Array): Uint8Array {
  const graph = graphWriter();
  let now: Flow = { name: 'input', channels: 3, size: INPUT_PX };
  /** What the block that is being read began with, and what it will add. */
  let blockInput = now;
  let shortcut: Flow | null = null;
  const layers = readLayers(dat);
  layers.forEach((layer, index) => {
    switch (layer.kind) {
      case 'convolution':
        if (startsBlock(layers, index)) {
          blockInput = now;
          shortcut = null;
        }
        now = graph.convolution(now, layer.filters);
        return;
      case 'average-pool':
        shortcut = graph.pool('AveragePool', blockInput, layer.size, layer.stride);
        return;
      case 'max-pool':
        now = graph.pool('MaxPool', now, layer.size, layer.stride);
        return;
      case 'add-previous':
        now = graph.add(now, shortcut ?? blockInput);
        return;
      case 'relu':
        now = graph.simple('Relu', now);
        return;
      case 'global-average':
        now = { ...graph.simple('GlobalAveragePool', now), size: 1 };
        return;
      case 'dense':
        now = graph.dense(now, layer.inputs, layer.outputs, layer.weights);
    }
  });
  return graph.finish(now);
}

/** A block is two convolutions; the first comes after the activation that ended the block before. */
function startsBlock(layers: readonly Layer[], index: number): boolean {
  const after = layers.slice(index + 1, index + 5).map(({ kind }) => kind);
  const ends = after.indexOf('add-previous');
  return after[0] === 'relu' && after[1] === 'convolution' && ends > 0;
}

function graphWriter() {
  const nodes: OnnxNode[] = [];
  const weights: OnnxWeight[] = [];
  let made = 0;

  const node = (op: string, inputs: readonly string[], attributes: Record<string, readonly number[]> = {}): string => {
    made += 1;
    const output = `${op.toLowerCase()}_${made}`;
    nodes.push({ op, inputs, output, attributes });
    return output;
  };
  const weight = (kind: string, shape: readonly number[], values: OnnxWeight['values']): string => {
    const name = `${kind}_${weights.length}`;
    weights.push({ name, shape, values });
    return name;
  };
  /** Zeros behind what is there, in channels, rows and columns. */
  const padded = (flow: Flow, channels: number, size: number): string => {
    if (flow.channels === channels && flow.size === size) return flow.name;
    const more = [0, 0, 0, 0, 0, channels - flow.channels, size - flow.size, size - flow.size];
    return node('Pad', [flow.name, weight('pads', [8], BigInt64Array.from(more, BigInt))]);
  };

  return {
    convolution(from: Flow, { count, channels, size, stride, padding, weights: values, biases }: Filters): Flow {
      if (channels !== from.channels) throw broken(`a convolution of ${channels} channels after ${from.channels}`);
      const inputs = [from.name, weight('w', [count, channels, size, size], values), weight('b', [count], biases)];
      const name = node('Conv', inputs, {
        kernel_shape: [size, size],
        strides: [stride, stride],
        pads: [padding, padding, padding, padding],
      });
      return { name, channels: count, size: Math.floor((from.size + 2 * padding - size) / stride) + 1 };
    },
    pool(op: 'MaxPool' | 'AveragePool', from: Flow, size: number, stride: number): Flow {
      const name = node(op, [from.name], { kernel_shape: [size, size], strides: [stride, stride] });
      return { ...from, name, size: Math.floor((from.size - size) / stride) + 1 };
    },
    add(one: Flow, other: Flow): Flow {
      const channels = Math.max(one.channels, other.channels);
      const size = Math.max(one.size, other.size);
      const name = node('Add', [padded(one, channels, size), padded(other, channels, size)]);
      return { name, channels, size };
    },
    simple: (op: string, from: Flow): Flow => ({ ...from, name: node(op, [from.name]) }),
    dense(from: Flow, inputs: number, outputs: number, values: Float32Array): Flow {
      if (from.channels !== inputs || from.size !== 1) throw broken(`a dense layer after ${from.channels} values`);
      const flat = node('Flatten', [from.name]);
      return { name: node('MatMul', [flat, weight('w', [inputs, outputs], values)]), channels: outputs, size: 1 };
    },
    finish(last: Flow): Uint8Array {
      if (last.channels !== 128 || last.size !== 1) throw broken(`${last.channels} outputs instead of 128`);
      nodes.push({ op: 'Identity', inputs: [last.name], output: 'output' });
      return onnxModel({
        name: 'dlib-face-recognition-resnet',
        input: { name: 'input', shape: [1, 3, INPUT_PX, INPUT_PX] },
        output: { name: 'output', shape: [1, 128] },
        nodes,
        weights,
      });
    },
  };
}
