import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { Compile } from 'typebox/compile';
import { Manifest } from '../driver/manifest.js';
import { pluginError } from '../plugin-errors.js';
import { reasonOf } from '../protocol/error-facts.js';
import { API_VERSIONS, servesApiVersion } from '../protocol/version.js';
import { type ConfigChecker, createConfigChecker, type Secrets, secretsOf } from './config-schema.js';
import { locatePlugin } from './locate.js';

/** A plugin whose manifest, version and settings are in order. None of its code was run. */
export interface LoadedPlugin {
  readonly manifest: Manifest;
  readonly manifestPath: string;
  /** SHA-256 of the manifest file, hexadecimal. */
  readonly manifestHash: string;
  readonly entryPath: string;
  readonly packageFolder: string;
  readonly config: ConfigChecker;
  /** With defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly settingsSecrets: Secrets;
}

const manifestChecker = Compile(Manifest);

/** @throws PLUGIN_MANIFEST_NOT_FOUND, PLUGIN_MANIFEST_INVALID, PLUGIN_API_VERSION, PLUGIN_SCHEMA_INVALID, PLUGIN_SETTINGS_INVALID */
export function loadPlugin(
  source: string,
  from: string,
  settings: Readonly<Record<string, unknown>> = {},
): LoadedPlugin {
  const { manifestPath, packageFolder } = locatePlugin(source, from);
  const text = readManifest(source, manifestPath);
  const manifest = parseManifest(source, text);
  const pluginId = manifest.id;
  const schemaFault = (which: string) => (reason: string) =>
    pluginError('PLUGIN_SCHEMA_INVALID', { pluginId, which, reason });
  const checked = createConfigChecker(manifest.settings, schemaFault('settings')).check(settings);
  if (!checked.ok) {
    throw pluginError('PLUGIN_SETTINGS_INVALID', { pluginId, path: checked.path, reason: checked.reason });
  }
  return {
    manifest,
    manifestPath,
    manifestHash: createHash('sha256').update(text).digest('hex'),
    entryPath: entryOf(source, manifest, manifestPath, packageFolder),
    packageFolder,
    config: createConfigChecker(manifest.config, schemaFault('config')),
    settings: checked.value as Record<string, unknown>,
    settingsSecrets: secretsOf(manifest.settings, checked.value),
  };
}

function readManifest(source: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw pluginError('PLUGIN_MANIFEST_NOT_FOUND', { source, reason: reasonOf(thrown) }, thrown);
  }
}

/** The contract version is looked at first: a manifest of another version may well have another shape. */
function parseManifest(source: string, text: string): Manifest {
  const invalid = (path: string, reason: string) => pluginError('PLUGIN_MANIFEST_INVALID', { source, path, reason });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw invalid('/', reasonOf(thrown));
  }
  const { id, apiVersion } = (value ?? {}) as { readonly id?: unknown; readonly apiVersion?: unknown };
  if (typeof apiVersion === 'number' && Number.isInteger(apiVersion) && !servesApiVersion(apiVersion)) {
    throw pluginError('PLUGIN_API_VERSION', {
      pluginId: typeof id === 'string' ? id : source,
      wanted: apiVersion,
      ...API_VERSIONS,
    });
  }
  if (manifestChecker.Check(value)) return value;
  const fault = manifestChecker.Errors(value)[0];
  throw invalid(fault?.instancePath || '/', fault?.message ?? 'does not match');
}

function entryOf(source: string, manifest: Manifest, manifestPath: string, packageFolder: string): string {
  const entry = join(dirname(manifestPath), manifest.entry);
  const fault = (reason: string) => pluginError('PLUGIN_MANIFEST_INVALID', { source, path: '/entry', reason });
  if (!existsSync(entry) || !statSync(entry).isFile()) throw fault(`there is no file ${manifest.entry}`);
  const real = realpathSync(entry);
  if (!real.startsWith(packageFolder + sep)) throw fault('must lie inside the package');
  return real;
}

/** Changes when a file changes that decides whether the plugin can be loaded. */
export function pluginFingerprint(source: string, from: string): string {
  try {
    const { manifestPath, packageFolder } = locatePlugin(source, from);
    const entry: unknown = JSON.parse(readFileSync(manifestPath, 'utf8')).entry;
    const files = [manifestPath, join(packageFolder, 'package.json')];
    if (typeof entry === 'string') files.push(join(dirname(manifestPath), entry));
    return files.map(stampOf).join('|');
  } catch (thrown) {
    return reasonOf(thrown);
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'absent' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}
