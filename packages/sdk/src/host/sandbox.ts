import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Permissions } from '../driver/manifest.js';
import { findPackage, nearestPackage } from './locate.js';

/** The SDK's own package folder, from sources and from any chunk of the build alike. */
const SDK_FOLDER = nearestPackage(dirname(realpathSync(fileURLToPath(import.meta.url))));

/** What runs in every plugin process. Built, because Node cannot run the sources. */
export const CHILD_PATH = join(SDK_FOLDER, 'dist', 'host', 'child.js');

/** Nothing of the host's environment but what a program needs to run: it holds the host's secrets. */
export function childEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'TZ', 'LANG', 'NODE_ENV']) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

export interface SandboxOptions {
  readonly packageFolder: string;
  readonly permissions: Permissions;
  readonly storageFolder: string | null;
  readonly memoryMiB: number;
}

/** Loaders of prebuilt add-ons (node-gyp-build, pkg-prebuilds) look here for the C library; on Node 20 a refusal throws. */
const ADDON_FILES = ['/etc/alpine-release'] as const;

/**
 * Node's own flags for a plugin process: heap limit and the permission model (Node documentation, "Permissions").
 * Reading: the plugin's package, the packages it depends on and the SDK. Writing: the private folder, if any.
 * The network is not restricted before Node 25; there it is granted to plugins that ask for it.
 */
export function sandboxArguments(options: SandboxOptions, nodeVersion = process.versions.node): string[] {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const { permissions, storageFolder } = options;
  const readable = new Set([...packageClosure(options.packageFolder), ...packageClosure(SDK_FOLDER)]);
  if (storageFolder !== null) readable.add(storageFolder);
  const stable = major > 22 || (major === 22 && minor >= 13);
  return [
    `--max-old-space-size=${options.memoryMiB}`,
    stable ? '--permission' : '--experimental-permission',
    // What is granted stands in the manifest, and the operator sees it there.
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    ...[...readable].map((folder) => `--allow-fs-read=${join(folder, '*')}`),
    ...(storageFolder === null ? [] : [`--allow-fs-write=${join(storageFolder, '*')}`]),
    ...((permissions.programs?.length ?? 0) > 0 ? ['--allow-child-process'] : []),
    ...(permissions.workers === true ? ['--allow-worker'] : []),
    ...(permissions.addons === true ? ['--allow-addons', ...ADDON_FILES.map((file) => `--allow-fs-read=${file}`)] : []),
    ...(major >= 25 && (permissions.network === true || permissions.listen === true) ? ['--allow-net'] : []),
  ];
}

/**
 * A package's folder and those of all that it depends on, as Node finds them from there: hoisted or nested, and for a
 * linked workspace both the link and what it points to, because Node asks for either.
 */
function packageClosure(packageFolder: string): string[] {
  const folders = new Set<string>();
  const visit = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const name of dependencyNames(folder)) {
      const link = findPackage(name, folder);
      if (link === null) continue;
      const real = realpathSync(link);
      visit(real);
      folders.add(link);
    }
  };
  visit(realpathSync(packageFolder));
  return [...folders];
}

function dependencyNames(folder: string): string[] {
  try {
    const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, object | undefined>;
    return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) => Object.keys(own[key] ?? {}));
  } catch {
    return [];
  }
}
