import Type, { type Static } from 'typebox';
import { FAILURE_KINDS } from '../driver/failure.js';
import type { DeviceReport, IssueReport, ProbeReport } from '../driver/status.js';
import { ErrorFacts } from './error-facts.js';

const deviceId = Type.String({ minLength: 1, maxLength: 128 });
const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const text = (maxLength: number) => Type.String({ maxLength });
const strict = { additionalProperties: false } as const;

const DeviceInfoSchema = Type.Object(
  {
    serialNumber: Type.Optional(text(128)),
    model: Type.Optional(text(128)),
    firmware: Type.Optional(text(128)),
    platform: Type.Optional(text(128)),
    vendor: Type.Optional(text(128)),
    macAddress: Type.Optional(text(64)),
    userCount: Type.Optional(count),
    recordCount: Type.Optional(count),
    recordCapacity: Type.Optional(count),
  },
  strict,
);

const DeviceReportSchema = Type.Union([
  Type.Object(
    {
      type: Type.Literal('traffic'),
      nextWithinMs: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 7 * 86_400_000 })),
    },
    strict,
  ),
  Type.Object({ type: Type.Literal('info'), info: DeviceInfoSchema }, strict),
  Type.Object({ type: Type.Literal('clock'), offsetMs: Type.Number() }, strict),
  Type.Object({ type: Type.Literal('caught-up'), yes: Type.Boolean() }, strict),
  Type.Object(
    {
      type: Type.Literal('progress'),
      what: Type.Literal('backfill'),
      received: count,
      total: Type.Union([count, Type.Null()]),
    },
    strict,
  ),
]);

const Texts = Type.Object({ id: text(2000), en: text(2000) });

const IssueReportSchema = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,79}$' }),
    subject: Type.Optional(text(200)),
    details: Type.Optional(Type.Record(text(64), Type.Union([text(4000), Type.Number(), Type.Boolean(), Type.Null()]))),
    texts: Type.Optional(Type.Object({ message: Texts, remedy: Texts })),
  },
  strict,
);

export const ProbeReportSchema = Type.Object(
  {
    steps: Type.Array(
      Type.Object(
        {
          step: Type.Union(
            (['reachable', 'session', 'authorised', 'identified', 'clock', 'records-on-device', 'read'] as const).map(
              (step) => Type.Literal(step),
            ),
          ),
          ok: Type.Boolean(),
          detail: Type.Optional(text(2000)),
          code: Type.Optional(text(80)),
        },
        strict,
      ),
      { maxItems: 32 },
    ),
    info: Type.Optional(DeviceInfoSchema),
    clockOffsetMs: Type.Optional(Type.Number()),
    recordsOnDevice: Type.Optional(count),
  },
  strict,
);

/**
 * Where a device's session stands, as the runner drives it. `waiting` pauses before the next attempt; `stopped` needs
 * another configuration.
 */
const SESSION_PHASES = ['connecting', 'backfilling', 'streaming', 'polling', 'waiting', 'stopped', 'closed'] as const;
export type SessionPhase = (typeof SESSION_PHASES)[number];

/** Besides the driver's own kinds: the sink did not take a batch, or only a bug of the plugin explains the error. */
const SESSION_FAILURES = [...FAILURE_KINDS, 'not-stored', 'bug'] as const;
export type SessionFailureKind = (typeof SESSION_FAILURES)[number];

const SessionNotice = Type.Object(
  {
    type: Type.Literal('session'),
    deviceId,
    phase: Type.Enum(SESSION_PHASES),
    failure: Type.Optional(Type.Object({ kind: Type.Enum(SESSION_FAILURES), error: ErrorFacts }, strict)),
    /** Failed attempts in a row, in `waiting`. */
    attempts: Type.Optional(count),
    retryInMs: Type.Optional(Type.Number({ minimum: 0 })),
  },
  strict,
);

/** What a runner tells without waiting for an answer. The same in a process of its own and inline. */
export const NOTICES = {
  session: SessionNotice,
  report: Type.Object({ type: Type.Literal('report'), deviceId, report: DeviceReportSchema }, strict),
  raise: Type.Object(
    { type: Type.Literal('raise'), deviceId: Type.Optional(deviceId), issue: IssueReportSchema },
    strict,
  ),
  clear: Type.Object(
    {
      type: Type.Literal('clear'),
      deviceId: Type.Optional(deviceId),
      code: text(80),
      subject: Type.Optional(text(200)),
    },
    strict,
  ),
  discovered: Type.Object(
    {
      type: Type.Literal('discovered'),
      candidate: Type.Object(
        {
          key: Type.String({ minLength: 1, maxLength: 200 }),
          name: text(200),
          config: Type.Record(Type.String(), Type.Unknown()),
          info: Type.Optional(Type.Record(Type.String(), Type.Union([text(1000), Type.Number()]))),
        },
        strict,
      ),
    },
    strict,
  ),
  log: Type.Object(
    {
      type: Type.Literal('log'),
      deviceId: Type.Optional(deviceId),
      level: Type.Enum(['debug', 'info', 'warn', 'error']),
      message: text(4000),
      fields: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    },
    strict,
  ),
} as const;

export type Notice = { readonly [Name in keyof typeof NOTICES]: Static<(typeof NOTICES)[Name]> }[keyof typeof NOTICES];
export type SessionNotice = Static<typeof SessionNotice>;

/** The schemas and the contract's types must stay the same; this line does not compile when they part. */
type Same<A, B> = [A] extends [B] ? true : never;
true satisfies Same<DeviceReport, Static<typeof DeviceReportSchema>>;
true satisfies Same<IssueReport, Static<typeof IssueReportSchema>>;
true satisfies Same<Static<typeof ProbeReportSchema>, ProbeReport>;
