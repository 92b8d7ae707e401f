import Type, { type Static } from 'typebox';
import { TemperatureSettings, VisitSettings } from './health-settings.js';

const closed = { additionalProperties: false } as const;

/** One plugin to run: an npm package name or a folder, and what it is told. */
export const PluginConfig = Type.Object(
  {
    use: Type.String({ minLength: 1, description: 'npm package name, or path of the folder of the plugin.' }),
    enabled: Type.Optional(Type.Boolean({ default: true })),
    settings: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "Checked against the plugin's own schema." }),
    ),
  },
  closed,
);
export type PluginConfig = Static<typeof PluginConfig>;

/**
 * Everything that can be set. Each leaf has an environment variable: `HADIR_` and the path in upper case,
 * `http.port` → `HADIR_HTTP_PORT`. `x-secret` values are never printed.
 */
export const ConfigSchema = Type.Object(
  {
    role: Type.Union([Type.Literal('all'), Type.Literal('api'), Type.Literal('worker')], {
      default: 'all',
      description: 'all: everything; api: HTTP and devices; worker: turns readings into events.',
    }),
    stateFolder: Type.String({ minLength: 1, default: './.hadir' }),
    zone: Type.String({ minLength: 1, default: 'Asia/Jakarta', description: 'Zone of a device that states none.' }),
    language: Type.Union([Type.Literal('id'), Type.Literal('en')], { default: 'id' }),
    secretKey: Type.Optional(
      Type.String({
        'x-secret': true,
        description: '32 bytes as hex or base64 that seal device configurations. Without it a key file is made.',
      }),
    ),
    secretKeyPrevious: Type.Optional(
      Type.String({ 'x-secret': true, description: 'The key in use before, while `hadir secret rotate` runs.' }),
    ),
    http: Type.Object(
      {
        host: Type.String({ minLength: 1, default: '127.0.0.1' }),
        port: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 65535,
            description: '8800 unless set; a worker listens only when it is set.',
          }),
        ),
        trustProxy: Type.Boolean({ default: false, description: 'Believe X-Forwarded-For of the caller.' }),
      },
      { ...closed, default: {} },
    ),
    checkin: Type.Object(
      {
        rpId: Type.String({
          minLength: 1,
          maxLength: 253,
          default: 'localhost',
          description: 'Domain of the check-in page. Keys of phones are bound to it; changing it means enrolling anew.',
        }),
        origins: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
          maxItems: 16,
          default: ['http://localhost:8800'],
          description: 'https://… of the page, android:apk-key-hash:… of native apps.',
        }),
        requireAttestation: Type.Boolean({
          default: false,
          description:
            'Enrol only phones that prove a key in secure hardware and a locked boot loader. Not every phone can.',
        }),
      },
      { ...closed, default: {} },
    ),
    temperature: Type.Object(TemperatureSettings.properties, {
      ...closed,
      default: {},
      description: 'How temperatures are judged; record only, unless a threshold is set. A station may differ.',
    }),
    visits: Type.Object(VisitSettings.properties, {
      ...closed,
      default: {},
      description: 'How the devices of a station are joined into visits. A station may differ.',
    }),
    faces: Type.Object(
      {
        keepPictureDays: Type.Integer({
          minimum: 0,
          maximum: 730,
          default: 0,
          description: 'Days for which enrolment pictures are kept, sealed, for the next model. 0: they are not kept.',
        }),
        terminalPictureDays: Type.Integer({
          minimum: 1,
          maximum: 30,
          default: 3,
          description: 'Days for which one picture waits, sealed, for terminals that do not answer.',
        }),
      },
      { ...closed, default: {} },
    ),
    database: Type.Object(
      {
        url: Type.Optional(
          Type.String({
            'x-secret': true,
            pattern: '^postgres(ql)?://',
            description: 'postgres://… ; without it the hub runs a PostgreSQL of its own in the state folder.',
          }),
        ),
        poolSize: Type.Integer({ minimum: 4, maximum: 200, default: 12 }),
      },
      { ...closed, default: {} },
    ),
    redis: Type.Object(
      {
        url: Type.Optional(
          Type.String({
            'x-secret': true,
            pattern: '^rediss?://',
            description: 'redis://… ; without it the queue lives in PostgreSQL.',
          }),
        ),
      },
      { ...closed, default: {} },
    ),
    plugins: Type.Optional(
      Type.Array(Type.Union([Type.String({ minLength: 1 }), PluginConfig]), {
        description: 'Without it every installed package that names a Hadir manifest is used.',
      }),
    ),
    log: Type.Object(
      {
        level: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
        format: Type.Union([Type.Literal('auto'), Type.Literal('json'), Type.Literal('pretty')], {
          default: 'auto',
          description: 'auto: readable on a terminal, JSON elsewhere.',
        }),
      },
      { ...closed, default: {} },
    ),
    limits: Type.Object(
      {
        bodyKiB: Type.Integer({ minimum: 1, maximum: 65536, default: 1024 }),
        requestTimeoutSeconds: Type.Integer({ minimum: 1, maximum: 600, default: 30 }),
        requestsPerMinute: Type.Integer({
          minimum: 10,
          maximum: 1_000_000,
          default: 1200,
          description: 'For one key.',
        }),
        failedLoginsPerMinute: Type.Integer({
          minimum: 1,
          maximum: 10_000,
          default: 20,
          description: 'For one address.',
        }),
        streams: Type.Integer({ minimum: 1, maximum: 10_000, default: 500 }),
        streamStallSeconds: Type.Integer({
          minimum: 1,
          maximum: 600,
          default: 20,
          description: 'A client that takes nothing for so long is cut; it resumes from its cursor.',
        }),
        stopSeconds: Type.Integer({ minimum: 1, maximum: 600, default: 25 }),
      },
      { ...closed, default: {} },
    ),
    retention: Type.Object(
      {
        clearedIssueDays: Type.Integer({ minimum: 1, maximum: 36500, default: 365 }),
        commandDays: Type.Integer({ minimum: 1, maximum: 36500, default: 365 }),
        temperatureDays: Type.Integer({
          minimum: 1,
          maximum: 90,
          default: 14,
          description:
            'Health data: after so many days they can be read by nobody, and it is reported what was purged.',
        }),
        visitDays: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }),
      },
      { ...closed, default: {}, description: 'Journal, events and audit are never removed by the hub.' },
    ),
  },
  closed,
);
export type ConfigInput = Static<typeof ConfigSchema>;
export type HubRole = ConfigInput['role'];

/** Complete, checked settings; paths absolute. */
export interface HubConfig extends Omit<ConfigInput, 'plugins' | 'http'> {
  readonly http: { readonly host: string; readonly port: number | null; readonly trustProxy: boolean };
  /** `null`: use what is installed. */
  readonly plugins: readonly PluginConfig[] | null;
  /** Where relative plugin paths start. */
  readonly baseFolder: string;
}

export const DEFAULT_PORT = 8800;
