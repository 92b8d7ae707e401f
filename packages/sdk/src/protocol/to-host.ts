import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { ErrorFacts } from './error-facts.js';
import { NOTICES, type Notice } from './notice.js';
import { PackedReadings } from './pack.js';

const deviceId = Type.String({ minLength: 1, maxLength: 128 });
const sequence = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const strict = { additionalProperties: false } as const;

const Hello = Type.Object(
  { type: Type.Literal('hello'), protocol: Type.Integer({ minimum: 1 }), pid: Type.Integer({ minimum: 1 }) },
  strict,
);

/** The plugin's code is loaded; the host compares what it is with the manifest that it has checked. */
const Loaded = Type.Object(
  {
    type: Type.Literal('loaded'),
    manifestHash: Type.String({ maxLength: 64 }),
    id: Type.String({ maxLength: 64 }),
    version: Type.String({ maxLength: 64 }),
    apiVersion: Type.Integer(),
  },
  strict,
);

const Started = Type.Object({ type: Type.Literal('started') }, strict);

const Failed = Type.Object(
  {
    type: Type.Literal('failed'),
    phase: Type.Union([Type.Literal('import'), Type.Literal('start')]),
    error: ErrorFacts,
    /** Whether the driver itself named the error. */
    coded: Type.Boolean(),
  },
  strict,
);

/** Readings are left unchecked here: one that is wrong refuses its batch, not the plugin. */
const Batch = Type.Object(
  {
    type: Type.Literal('batch'),
    batchId: sequence,
    deviceId,
    /** Counts the sessions of the device, so that what waits behind a refused batch can be told apart. */
    session: sequence,
    readings: PackedReadings,
    cursor: Type.Optional(Type.Unknown()),
  },
  strict,
);

const Reply = Type.Object(
  {
    type: Type.Literal('reply'),
    requestId: sequence,
    outcome: Type.Union([
      Type.Object({ ok: Type.Literal(true), value: Type.Optional(Type.Unknown()) }, strict),
      Type.Object({ ok: Type.Literal(false), error: ErrorFacts }, strict),
    ]),
  },
  strict,
);

const Progress = Type.Object(
  {
    type: Type.Literal('progress'),
    requestId: sequence,
    fraction: Type.Number({ minimum: 0, maximum: 1 }),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);

const Beat = Type.Object(
  {
    type: Type.Literal('beat'),
    eventLoopDelayMs: Type.Number({ minimum: 0 }),
    rssBytes: Type.Integer({ minimum: 0 }),
    cpuPercent: Type.Number({ minimum: 0 }),
    bugs: Type.Integer({ minimum: 0 }),
  },
  strict,
);

const Bye = Type.Object({ type: Type.Literal('bye') }, strict);

const MESSAGES = {
  ...NOTICES,
  hello: Hello,
  loaded: Loaded,
  started: Started,
  failed: Failed,
  batch: Batch,
  reply: Reply,
  progress: Progress,
  beat: Beat,
  bye: Bye,
} as const;

type Shapes = { readonly [Name in keyof typeof MESSAGES]: Static<(typeof MESSAGES)[Name]> };
export type BatchMessage = Shapes['batch'];

/** Everything a plugin process may say. */
export type ToHost = Shapes[keyof Shapes];

const checkers: Readonly<Record<string, ReturnType<typeof Compile>>> = Object.fromEntries(
  Object.entries(MESSAGES).map(([name, schema]) => [name, Compile(schema)]),
);

export type ParsedToHost =
  | { readonly ok: true; readonly message: ToHost }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Reads one frame of a plugin. Anything that is not exactly one of the known messages is refused. */
export function parseToHost(text: string): ParsedToHost {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, path: '', reason: 'is not JSON' };
  }
  return checkToHost(value);
}

function checkToHost(value: unknown): ParsedToHost {
  const type: unknown = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
  const checker = typeof type === 'string' && Object.hasOwn(checkers, type) ? checkers[type] : undefined;
  if (checker === undefined) return { ok: false, path: '/type', reason: 'is not a known message' };
  if (checker.Check(value)) return { ok: true, message: value as ToHost };
  const fault = checker.Errors(value)[0];
  return { ok: false, path: `${String(type)}${fault?.instancePath ?? ''}`, reason: fault?.message ?? 'does not match' };
}

/** For the runner's own edge: a notice that a driver got wrong is dropped there, long before it would end the process. */
export function checkNotice(notice: Notice): { readonly path: string; readonly reason: string } | null {
  const parsed = checkToHost(notice);
  return parsed.ok ? null : parsed;
}
