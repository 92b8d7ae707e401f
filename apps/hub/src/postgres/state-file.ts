import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { postgresError } from './errors.js';

/** What the hub remembers about its server, in `postgres.json` of the state folder, readable by the hub alone. */
const ServerState = Type.Object(
  {
    format: Type.Literal(1),
    /** Where data, log and socket lie: in the state folder, or elsewhere when the server's account cannot reach it. */
    folder: Type.String({ minLength: 1 }),
    password: Type.String({ minLength: 32 }),
    /** TCP port, or the number in the socket's name. */
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    /** False until the data folder was made: only then may it be missing. */
    initialised: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type ServerState = Static<typeof ServerState>;

const fileOf = (stateFolder: string): string => join(stateFolder, 'postgres.json');

export async function readState(stateFolder: string): Promise<ServerState | null> {
  const file = fileOf(stateFolder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw postgresError('POSTGRES_STATE_INVALID', { file, folder: stateFolder, reason: String(error) }, error);
  }
  try {
    return Value.Parse(ServerState, JSON.parse(text));
  } catch (error) {
    throw postgresError('POSTGRES_STATE_INVALID', { file, folder: stateFolder, reason: 'not as written' }, error);
  }
}

/** Written beside and renamed: a power cut leaves the old file or the new one. */
export async function writeState(stateFolder: string, state: ServerState): Promise<void> {
  const file = fileOf(stateFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

export function newState(folder: string, port: number): ServerState {
  return { format: 1, folder, password: randomBytes(24).toString('base64url'), port, initialised: false };
}
