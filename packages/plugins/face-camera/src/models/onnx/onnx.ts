import { bytesField, type Message, message, toBytes, varintField } from './protobuf.js';

/** The part of ONNX that a converted network needs. Field numbers from onnx.proto (onnx/onnx, version 1.14). */
export interface OnnxGraph {
  readonly name: string;
  readonly input: OnnxValue;
  readonly output: OnnxValue;
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxWeight[];
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, readonly number[]>>;
}

export interface OnnxWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

const IR_VERSION = 7;
const OPSET = 13;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INTS = 7;

/** A whole model file. The same graph gives the same bytes, always. */
export function onnxModel(graph: OnnxGraph): Uint8Array {
  const graphProto = message(
    ...graph.nodes.map((node) => bytesField(1, nodeProto(node))),
    bytesField(2, graph.name),
    ...graph.weights.map((weight) => bytesField(5, tensorProto(weight))),
    bytesField(11, valueInfo(graph.input)),
    bytesField(12, valueInfo(graph.output)),
  );
  return toBytes(
    message(
      varintField(1, IR_VERSION),
      bytesField(2, 'hadir'),
      bytesField(7, graphProto),
      bytesField(8, message(bytesField(1, ''), varintField(2, OPSET))),
    ),
  );
}

function nodeProto({ op, inputs, output, attributes = {} }: OnnxNode): Message {
  return message(
    ...inputs.map((name) => bytesField(1, name)),
    bytesField(2, output),
    bytesField(3, output),
    bytesField(4, op),
    ...Object.entries(attributes).map(([name, values]) =>
      bytesField(
        5,
        message(bytesField(1, name), ...values.map((value) => varintField(8, value)), varintField(20, ATTRIBUTE_INTS)),
      ),
    ),
  );
}

function tensorProto({ name, shape, values }: OnnxWeight): Message {
  return message(
    ...shape.map((size) => varintField(1, size)),
    varintField(2, values instanceof Float32Array ? FLOAT : INT64),
    bytesField(8, name),
    bytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
}

function valueInfo({ name, shape }: OnnxValue): Message {
  const dimensions = shape.map((size) => bytesField(1, varintField(1, size)));
  const tensorType = message(varintField(1, FLOAT), bytesField(2, message(...dimensions)));
  return message(bytesField(1, name), bytesField(2, bytesField(1, tensorType)));
}
