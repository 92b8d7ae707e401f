import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { DeviceCommand } from '../driver/command.js';
import { ErrorFacts } from './error-facts.js';

const strict = { additionalProperties: false } as const;
const deviceId = Type.String({ minLength: 1, maxLength: 128 });
const sequence = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const JsonObject = Type.Record(Type.String(), Type.Unknown());
const ms = Type.Number({ minimum: 0 });

/** Budgets, pauses and bounds of a runner; see `RunnerTimings`. */
const RunnerTimingsSchema = Type.Object(
  {
    startMs: ms,
    probeMs: ms,
    openMs: ms,
    backfillSilenceMs: ms,
    drainMs: ms,
    closeMs: ms,
    abortGraceMs: ms,
    retryBaseMs: ms,
    retryMaxMs: ms,
    authRetryMs: ms,
    bugRetryMaxMs: ms,
    calmMs: ms,
    pollMs: ms,
    trafficMs: ms,
  },
  strict,
);

const Load = Type.Object(
  {
    type: Type.Literal('load'),
    protocol: Type.Integer({ minimum: 1 }),
    pluginId: Type.String(),
    /** Files of the plugin, as absolute paths. */
    manifestPath: Type.String(),
    entryPath: Type.String(),
    settings: JsonObject,
    storageFolder: Type.Union([Type.String(), Type.Null()]),
    heartbeatMs: ms,
    timings: RunnerTimingsSchema,
    pendingBatches: Type.Integer({ minimum: 1 }),
    pendingBytes: Type.Integer({ minimum: 1 }),
    logLinesPerSecond: Type.Number({ minimum: 1 }),
    noticesPerSecond: Type.Number({ minimum: 1 }),
  },
  strict,
);

const DeviceToOpen = Type.Object(
  { deviceId, zone: Type.String(), name: Type.String(), config: JsonObject, cursor: Type.Unknown() },
  strict,
);

const MESSAGES = {
  load: Load,
  open: Type.Object({ type: Type.Literal('open'), device: DeviceToOpen }, strict),
  close: Type.Object({ type: Type.Literal('close'), requestId: sequence, deviceId }, strict),
  stored: Type.Object(
    {
      type: Type.Literal('stored'),
      batchId: sequence,
      receipt: Type.Object({ appended: Type.Integer(), known: Type.Integer() }, strict),
    },
    strict,
  ),
  refused: Type.Object({ type: Type.Literal('refused'), batchId: sequence, error: ErrorFacts }, strict),
  probe: Type.Object(
    { type: Type.Literal('probe'), requestId: sequence, zone: Type.String(), config: JsonObject },
    strict,
  ),
  discover: Type.Object({ type: Type.Literal('discover'), requestId: sequence }, strict),
  command: Type.Object(
    {
      type: Type.Literal('command'),
      requestId: sequence,
      deviceId,
      id: Type.String({ minLength: 1, maxLength: 128 }),
      command: DeviceCommand,
      deadlineMs: ms,
    },
    strict,
  ),
  /** Of a call on faces. What the request must look like is the runner's to check: the host's SDK may be a newer one. */
  faces: Type.Object(
    {
      type: Type.Literal('faces'),
      requestId: sequence,
      call: Type.String({ maxLength: 40 }),
      budgetMs: ms,
      request: Type.Unknown(),
    },
    strict,
  ),
  cancel: Type.Object({ type: Type.Literal('cancel'), requestId: sequence }, strict),
  stop: Type.Object({ type: Type.Literal('stop') }, strict),
} as const;

type Shapes = { readonly [Name in keyof typeof MESSAGES]: Static<(typeof MESSAGES)[Name]> };
export type LoadMessage = Shapes['load'];
export type CommandMessage = Shapes['command'];

/** Everything a host may say to a plugin process. */
export type ToPlugin = Shapes[keyof Shapes];

const checkers: Readonly<Record<string, ReturnType<typeof Compile>>> = Object.fromEntries(
  Object.entries(MESSAGES).map(([name, schema]) => [name, Compile(schema)]),
);

/** Reads one frame of the host; null when it is none that this SDK copy knows. */
export function parseToPlugin(text: string): ToPlugin | null {
  try {
    const value = JSON.parse(text) as { readonly type?: unknown };
    const checker = typeof value?.type === 'string' ? checkers[value.type] : undefined;
    return checker?.Check(value) === true ? (value as ToPlugin) : null;
  } catch {
    return null;
  }
}
