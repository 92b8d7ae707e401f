import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { faceError } from '../errors.js';

type Runtime = typeof import('onnxruntime-node');

/** One model ready to run. Runs one input at a time, synchronously for the thread that calls. */
export interface ModelSession {
  readonly inputName: string;
  readonly outputNames: readonly string[];
  run(input: Float32Array, shape: readonly number[]): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

/**
 * One thread a session: ONNX Runtime's own threads spin while they wait and take the cores from decoding and from the
 * other recognition threads (measured: 21 frames per second with two, 31 with one).
 */
const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // The detector's file makes the runtime warn of initialisers that it removes.
  logSeverityLevel: 3,
};

export async function openSession(modelId: string, onnx: Uint8Array): Promise<ModelSession> {
  const failed = (cause: unknown) =>
    faceError(
      'FACE_MODEL_FAILED',
      { model: modelId, reason: cause instanceof Error ? cause.message : String(cause) },
      cause,
    );
  let runtime: Runtime;
  let session: InferenceSession;
  try {
    runtime = await loadRuntime();
    session = await runtime.InferenceSession.create(onnx, OPTIONS);
  } catch (cause) {
    throw failed(cause);
  }
  const inputName = session.inputNames[0] ?? '';
  return {
    inputName,
    outputNames: session.outputNames,
    async run(input, shape) {
      try {
        const outputs = await session.run({ [inputName]: new runtime.Tensor('float32', input, [...shape]) });
        return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, floats(tensor)]));
      } catch (cause) {
        throw failed(cause);
      }
    },
    release: () => session.release(),
  };
}

/** Loaded when a model is first opened: a site with terminals only needs none of it. */
async function loadRuntime(): Promise<Runtime> {
  const loaded = (await import('onnxruntime-node')) as Runtime & { readonly default?: Runtime };
  return loaded.default ?? loaded;
}

function floats({ data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data as Iterable<number>);
}
