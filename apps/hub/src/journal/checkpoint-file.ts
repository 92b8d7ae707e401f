import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { journalError } from './errors.js';

/**
 * `journal-checkpoints.jsonl`: one line a checkpoint, `{"content":"…","signature":"…"}`. `content` is JSON text with the
 * heads of the chains that moved since the line before, and the SHA-256 of that line, so that lines cannot be taken out
 * either. `signature` is Ed25519 (RFC 8032) over the bytes of `content`, in base64url.
 *
 * Copy the file and `journal-signing.pub` elsewhere from time to time: what is proven then cannot be unmade here.
 */
const Line = Type.Object({ content: Type.String(), signature: Type.String() }, { additionalProperties: false });

const Content = Type.Object(
  {
    format: Type.Literal(1),
    at: Type.String(),
    /** SHA-256 (hex) of the line before, without its line feed; null in the first. */
    previous: Type.Union([Type.String(), Type.Null()]),
    /** Device id → number and hash (hex) of its last row. */
    heads: Type.Record(Type.String(), Type.Tuple([Type.Integer({ minimum: 1 }), Type.String({ minLength: 64 })])),
  },
  { additionalProperties: false },
);
export type CheckpointContent = Static<typeof Content>;

export interface KnownHead {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

export interface Checkpoints {
  /** The latest entries of each device, oldest first. */
  readonly heads: ReadonlyMap<string, readonly KnownHead[]>;
  /** What is wrong with the file itself. */
  readonly faults: readonly string[];
}

/**
 * Entries kept in memory for each device. Older ones are implied: a checkpoint is only signed when the chain still holds
 * the one before.
 */
const KEPT_ENTRIES = 32;

const checkpointFile = (stateFolder: string): string => join(stateFolder, 'journal-checkpoints.jsonl');
const privateKeyFile = (stateFolder: string): string => join(stateFolder, 'journal-signing.key');
const publicKeyFile = (stateFolder: string): string => join(stateFolder, 'journal-signing.pub');

const lineHash = (line: string): string => createHash('sha256').update(line).digest('hex');

/** The hub's signing key, made at the first use. @throws JOURNAL_KEY_UNREADABLE */
export async function signingKey(stateFolder: string): Promise<KeyObject> {
  const file = privateKeyFile(stateFolder);
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw journalError('JOURNAL_KEY_UNREADABLE', { file, reason: error.message }, error);
  });
  if (pem !== null) return parseKey(() => createPrivateKey(pem), file);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // `wx`: of two that make one at once, the second fails instead of replacing the first's.
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true });
  await writeFile(publicKeyFile(stateFolder), publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  return privateKey;
}

async function verifyingKey(stateFolder: string): Promise<KeyObject | null> {
  const file = publicKeyFile(stateFolder);
  const pem = await readFile(file, 'utf8').catch(() => null);
  return pem === null ? null : parseKey(() => createPublicKey(pem), file);
}

function parseKey(parse: () => KeyObject, file: string): KeyObject {
  try {
    return parse();
  } catch (error) {
    throw journalError('JOURNAL_KEY_UNREADABLE', { file, reason: 'not a PEM key' }, error);
  }
}

/** Appends a line and waits until it is on the disk. @returns its hash, which the next line names */
export async function appendCheckpoint(
  stateFolder: string,
  key: KeyObject,
  content: CheckpointContent,
): Promise<string> {
  const text = JSON.stringify(content);
  const signature = sign(null, Buffer.from(text), key).toString('base64url');
  const line = JSON.stringify({ content: text, signature });
  const file = await open(checkpointFile(stateFolder), 'a', 0o600);
  try {
    // A line feed in front as well: a line that a power cut tore must not swallow this one.
    await file.write(`\n${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return lineHash(line);
}

export interface CheckpointLine {
  /** Null when the line is not as it was signed. */
  readonly content: CheckpointContent | null;
  readonly hash: string;
  readonly fault: string | null;
}

/** Every line, checked. A line that a power cut tore is passed over: were it more, the next line would name it. */
export async function* checkpointLines(stateFolder: string, key: KeyObject): AsyncGenerator<CheckpointLine> {
  const stream = createReadStream(checkpointFile(stateFolder), 'utf8');
  let number = 0;
  let previous: string | null = null;
  try {
    for await (const line of createInterface({ input: stream })) {
      number++;
      const parsed = parseJson(line);
      if (parsed === undefined) continue;
      const content = openLine(parsed, key);
      const hash = lineHash(line);
      if (content === null) yield { content, hash, fault: `line ${number} is not as it was signed` };
      else {
        const follows = content.previous === previous;
        previous = hash;
        yield { content, hash, fault: follows ? null : `a line before line ${number} is missing or altered` };
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    stream.destroy();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function openLine(line: unknown, key: KeyObject): CheckpointContent | null {
  if (!Value.Check(Line, line)) return null;
  if (!verify(null, Buffer.from(line.content), key, Buffer.from(line.signature, 'base64url'))) return null;
  const content = parseJson(line.content);
  return Value.Check(Content, content) ? content : null;
}

/** @throws JOURNAL_KEY_UNREADABLE */
export async function readCheckpoints(stateFolder: string): Promise<Checkpoints> {
  const key = await verifyingKey(stateFolder);
  if (key === null) return { heads: new Map(), faults: [] };
  const heads = new Map<string, KnownHead[]>();
  const faults: string[] = [];
  for await (const { content, fault } of checkpointLines(stateFolder, key)) {
    if (fault !== null) faults.push(fault);
    for (const [deviceId, [seq, hash]] of Object.entries(content?.heads ?? {})) {
      const known = heads.get(deviceId) ?? [];
      known.push({ seq, hash, at: content?.at ?? '' });
      if (known.length > KEPT_ENTRIES) known.shift();
      heads.set(deviceId, known);
    }
  }
  return { heads, faults };
}
