import { createHash, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { HubConfig } from '../config/index.js';
import { deviceError } from './errors.js';

/** One AES-256 key. `id` is the start of its SHA-256, so that sealed data says which key opens it without telling it. */
interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** New data is sealed with `active`; data sealed with any of `all` can be opened. */
export interface Keyring {
  readonly active: SecretKey;
  readonly all: readonly SecretKey[];
  readonly source: 'environment' | 'file';
}

const KeyFile = Type.Object({ keys: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { minItems: 1 }) });
type KeyFile = Static<typeof KeyFile>;

export function keyFilePath(stateFolder: string): string {
  return join(stateFolder, 'secret.key');
}

/**
 * The keys from the configuration, else from the key file, which is made on the first start (owner only, 0600).
 * @throws SECRET_KEY_INVALID
 */
export async function loadKeyring(
  config: Pick<HubConfig, 'secretKey' | 'secretKeyPrevious' | 'stateFolder'>,
): Promise<Keyring> {
  if (config.secretKey !== undefined) {
    const texts = [config.secretKey, config.secretKeyPrevious].filter((text) => text !== undefined);
    return ring(texts.map(parseKey), 'environment');
  }
  const path = keyFilePath(config.stateFolder);
  const file = (await readKeyFile(path)) ?? (await createKeyFile(path));
  return ring(
    file.keys.map((hex) => toKey(Buffer.from(hex, 'hex'))),
    'file',
  );
}

/** Adds a new key to the file and makes it the active one. The old ones stay until `dropOldKeys`. */
export async function addKey(stateFolder: string): Promise<Keyring> {
  const path = keyFilePath(stateFolder);
  const file = (await readKeyFile(path)) ?? { keys: [] };
  const keys = [randomBytes(32).toString('hex'), ...file.keys];
  await writeKeyFile(path, { keys });
  return ring(
    keys.map((hex) => toKey(Buffer.from(hex, 'hex'))),
    'file',
  );
}

export async function dropOldKeys(stateFolder: string): Promise<void> {
  const path = keyFilePath(stateFolder);
  const file = await readKeyFile(path);
  const [active] = file?.keys ?? [];
  if (active !== undefined) await writeKeyFile(path, { keys: [active] });
}

/** A secret for another purpose, made from the active key. */
export function deriveSecret(keyring: Keyring, purpose: string): Buffer {
  return createHash('sha256').update(`hadir ${purpose}\0`).update(keyring.active.bytes).digest();
}

function ring(keys: readonly SecretKey[], source: Keyring['source']): Keyring {
  const [active] = keys;
  if (!active) throw deviceError('SECRET_KEY_INVALID', { source });
  return { active, all: keys, source };
}

function parseKey(text: string): SecretKey {
  const bytes = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length !== 32) throw deviceError('SECRET_KEY_INVALID', { source: 'HADIR_SECRET_KEY' });
  return toKey(bytes);
}

function toKey(bytes: Buffer): SecretKey {
  return { bytes, id: createHash('sha256').update('hadir key id\0').update(bytes).digest('hex').slice(0, 8) };
}

async function readKeyFile(path: string): Promise<KeyFile | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw deviceError('SECRET_KEY_INVALID', { source: path }, cause);
  }
  try {
    return Value.Parse(KeyFile, JSON.parse(text));
  } catch (cause) {
    throw deviceError('SECRET_KEY_INVALID', { source: path }, cause);
  }
}

/** Two processes that start at once must end up with one key: a complete file is linked into place, the loser reads it. */
async function createKeyFile(path: string): Promise<KeyFile> {
  const file: KeyFile = { keys: [randomBytes(32).toString('hex')] };
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(4).toString('hex')}.new`;
  await writeDurably(temporary, file, 'wx');
  try {
    await link(temporary, path);
    return file;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    return (await readKeyFile(path)) ?? file;
  } finally {
    await unlink(temporary);
  }
}

async function writeKeyFile(path: string, file: KeyFile): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await writeDurably(temporary, file, 'w');
  await rename(temporary, path);
}

async function writeDurably(path: string, file: KeyFile, flags: string): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(file)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(path, 0o600);
}
