import { dirname, resolve } from 'node:path';
import type { Language } from '@hadir/core';
import { Value } from 'typebox/value';
import { configError } from './errors.js';
import { type ConfigInput, ConfigSchema, DEFAULT_PORT, type HubConfig, type PluginConfig } from './schema.js';
import { faultText, schemaFaults } from './schema-errors.js';
import { environmentSource, fileSource, type Source } from './sources.js';

export interface LoadOptions {
  /** Settings file; `hadir.yaml` in the working directory, when there is one, if not given. */
  readonly file?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Command line flags, as a tree of settings. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly workingFolder?: string;
  readonly language?: Language;
}

/**
 * Settings from defaults < file < environment < flags, checked as a whole.
 * @throws CONFIG_FILE_UNREADABLE, CONFIG_INVALID (names file, line and what is expected)
 */
export function loadConfig(options: LoadOptions = {}): HubConfig {
  const env = options.env ?? process.env;
  const folder = options.workingFolder ?? process.cwd();
  const named = options.file ?? env.HADIR_CONFIG;
  const file = resolve(folder, named ?? 'hadir.yaml');
  const sources: readonly Source[] = [
    fileSource(file, named !== undefined),
    environmentSource(env),
    { values: options.flags ?? {}, where: () => null },
  ];
  const merged = sources.map((source) => source.values).reduce(mergeTrees, {});
  const input = Value.Default(ConfigSchema, merged);
  if (!Value.Check(ConfigSchema, input)) {
    throw configError('CONFIG_INVALID', { problems: problems(input, sources, options.language ?? 'en') });
  }
  return complete(input as ConfigInput, folder, dirname(file));
}

function complete(input: ConfigInput, workingFolder: string, baseFolder: string): HubConfig {
  const { plugins, http, ...rest } = input;
  checkZone(input.zone);
  return {
    ...rest,
    http: { ...http, port: http.port ?? (input.role === 'worker' ? null : DEFAULT_PORT) },
    stateFolder: resolve(workingFolder, input.stateFolder),
    plugins: plugins?.map((plugin): PluginConfig => (typeof plugin === 'string' ? { use: plugin } : plugin)) ?? null,
    baseFolder,
  };
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (cause) {
    throw configError(
      'CONFIG_INVALID',
      { problems: `- zone: "${zone}" (Asia/Jakarta, Asia/Makassar, Asia/Jayapura, …)` },
      cause,
    );
  }
}

function problems(input: unknown, sources: readonly Source[], language: Language): string {
  return schemaFaults(Value.Errors(ConfigSchema, input))
    .map((fault) => {
      const path = fault.pointer.split('/').slice(1);
      const where = sources.map((source) => source.where(path)).findLast((name) => name !== null);
      return `- ${path.join('.') || '(root)'} ${faultText(fault, language)}${where ? ` (${where})` : ''}`;
    })
    .join('\n');
}

function mergeTrees(lower: Record<string, unknown>, upper: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isTree(below) && isTree(value) ? mergeTrees(below, value) : (value ?? below);
  }
  return merged;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
