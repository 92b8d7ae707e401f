import Type, { type Static } from 'typebox';
import { CAPABILITIES } from './capability.js';

/** The driver contract's version. A plugin states the one it was built for; hosts serve a range (see `API_VERSIONS`). */
export const API_VERSION = 1;

const Localized = Type.Object({ id: Type.String(), en: Type.String() }, { additionalProperties: false });
const JsonSchema = Type.Record(Type.String(), Type.Unknown());

/** What the plugin's process may touch. All of it is refused unless asked for here; the operator sees the list. */
export const Permissions = Type.Object(
  {
    /** Reaches devices over TCP, UDP or HTTP. */
    network: Type.Optional(Type.Boolean()),
    /** Opens listeners of its own (ADMS…). */
    listen: Type.Optional(Type.Boolean()),
    serial: Type.Optional(Type.Boolean()),
    bluetooth: Type.Optional(Type.Boolean()),
    usb: Type.Optional(Type.Boolean()),
    /** Loads native add-ons. */
    addons: Type.Optional(Type.Boolean()),
    /** Starts other programs (ffmpeg…), by name. */
    programs: Type.Optional(Type.Array(Type.String(), { maxItems: 8 })),
    /** Uses worker threads. */
    workers: Type.Optional(Type.Boolean()),
    /** Keeps files in the private folder that the host gives it. */
    storage: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Permissions = Static<typeof Permissions>;

/**
 * What the host reads and checks before it loads any code of the plugin.
 * Written at build time next to the code (`package.json` → `hadir.manifest` names the file).
 */
export const Manifest = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' }),
    name: Localized,
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$' }),
    apiVersion: Type.Integer({ minimum: 1 }),
    /** Paths relative to the manifest file. `entry` default-exports the driver; `codecs` exports `codecs`. */
    entry: Type.String(),
    codecs: Type.Optional(Type.String()),
    capabilities: Type.Array(Type.Enum(CAPABILITIES), { uniqueItems: true }),
    permissions: Permissions,
    /** JSON Schema of one device's configuration. Properties with `x-secret: true` are sealed at rest and never shown. */
    config: JsonSchema,
    /** JSON Schema of the settings of the plugin as a whole (listener port…). */
    settings: JsonSchema,
    /** Meaning of vendor codes that Hadir's own tables lack: `core` CodeTables as JSON. */
    codeTables: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** What the plugin's error and issue codes mean to an operator: its error tables as they are. */
    errors: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,79}$' }),
        Type.Object({ message: Localized, remedy: Localized }),
      ),
    ),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;
