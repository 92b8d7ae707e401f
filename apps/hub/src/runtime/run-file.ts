import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

/** How the command line on the same machine reaches a running hub. Holds secrets: owner only (0600), gone when it stops. */
const RunFile = Type.Object({
  pid: Type.Integer(),
  url: Type.Union([Type.String(), Type.Null()]),
  key: Type.String(),
  databaseUrl: Type.String(),
  startedAt: Type.String(),
});
export type RunFile = Static<typeof RunFile>;

const pathOf = (stateFolder: string): string => join(stateFolder, 'hub.json');

export async function writeRunFile(stateFolder: string, content: RunFile): Promise<void> {
  const temporary = `${pathOf(stateFolder)}.${process.pid}.new`;
  await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  await rename(temporary, pathOf(stateFolder));
}

/** What a hub that runs now has written; null when none does, or when the file is not ours to read. */
export async function readRunFile(stateFolder: string): Promise<RunFile | null> {
  try {
    const content: unknown = JSON.parse(await readFile(pathOf(stateFolder), 'utf8'));
    return Value.Check(RunFile, content) && isAlive(content.pid) ? content : null;
  } catch {
    return null;
  }
}

/** Removes the file if it is still this process's. */
export async function removeRunFile(stateFolder: string): Promise<void> {
  const content = await readRunFile(stateFolder);
  if (content?.pid === process.pid) await rm(pathOf(stateFolder), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
