import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, accountOfOwner, canUse, chooseAccount, runsAsRoot } from './account.js';
import { postgresError } from './errors.js';
import { newState, readState, type ServerState, writeState } from './state-file.js';

/** Where everything of one server lies, and who runs it. */
export interface Layout {
  readonly stateFolder: string;
  readonly account: Account | null;
  readonly state: ServerState;
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly socketFolder: string;
  /** Copies of the programs, when they cannot be used where npm put them. */
  readonly copiesFolder: string;
}

/** For root, when the server's account cannot reach the state folder (under a 0700 home). Hierarchy standard: /var/lib. */
const SYSTEM_FOLDER = '/var/lib/hadir';

/** The layout of an existing server, or null when the state folder has none. Changes nothing. */
export async function findLayout(stateFolder: string): Promise<Layout | null> {
  const state = await readState(stateFolder);
  if (state === null) return null;
  const owner = await stat(join(state.folder, 'data')).catch(() => null);
  const account = owner === null ? chooseAccount() : accountOfOwner(owner.uid, owner.gid);
  return complete(stateFolder, account, state);
}

/** Finds the layout or makes the folders of a new one. The caller holds the lock of the state folder. */
export async function prepareLayout(stateFolder: string, portToTry: () => Promise<number>): Promise<Layout> {
  const found = await findLayout(stateFolder);
  if (found !== null) {
    await makeFolders(found);
    return found;
  }
  const account = chooseAccount();
  const folder = await chooseFolder(stateFolder, account);
  const layout = complete(stateFolder, account, newState(folder, await portToTry()));
  await makeFolders(layout);
  await writeState(stateFolder, layout.state);
  return layout;
}

function complete(stateFolder: string, account: Account | null, state: ServerState): Layout {
  return {
    stateFolder,
    account,
    state,
    dataFolder: join(state.folder, 'data'),
    logFolder: join(state.folder, 'log'),
    socketFolder: join(state.folder, 'run'),
    copiesFolder: runsAsRoot() ? join(SYSTEM_FOLDER, 'runtime') : join(stateFolder, 'runtime'),
  };
}

/**
 * In the state folder whenever that can be: there an operator looks, backs up and mounts a volume. As root, the account
 * needs the right to pass through it (not to list it), which is given when only that bit is missing. Otherwise a folder
 * of the system, with a random part in its name, so that data of an earlier state folder is never taken for this one's.
 */
async function chooseFolder(stateFolder: string, account: Account | null): Promise<string> {
  const inside = join(stateFolder, 'postgres');
  if (account === null) return inside;
  if (!canUse(account, stateFolder, 'x') && canUse(account, join(stateFolder, '..'), 'x')) {
    const { uid, mode } = await stat(stateFolder);
    if (uid === 0) await chmod(stateFolder, (mode & 0o7777) | 0o011);
  }
  if (canUse(account, stateFolder, 'x')) return inside;
  const id = createHash('sha256')
    .update(await realpath(stateFolder))
    .digest('hex')
    .slice(0, 12);
  return join(SYSTEM_FOLDER, `${id}-${randomBytes(4).toString('hex')}`);
}

async function makeFolders({ state, account, logFolder, socketFolder, copiesFolder }: Layout): Promise<void> {
  if (state.folder.startsWith(`${SYSTEM_FOLDER}/`)) await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  for (const folder of [state.folder, logFolder, socketFolder]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (account !== null) await chown(folder, account.uid, account.gid);
  }
  if (!canUse(account, state.folder, 'rwx')) {
    throw postgresError('POSTGRES_FOLDER_UNUSABLE', {
      account: account?.name ?? 'hub',
      folder: state.folder,
      reason: 'not reachable',
    });
  }
  if (runsAsRoot()) await mkdir(copiesFolder, { recursive: true, mode: 0o755 });
}
