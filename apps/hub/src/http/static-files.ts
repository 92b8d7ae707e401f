import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip';

/** One file of a web app, ready to be sent. */
export interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** Only where it pays. */
  readonly packed: Readonly<Partial<Record<Encoding, Buffer>>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};
const PACKED = new Set(['.html', '.js', '.css', '.svg', '.webmanifest']);
const pack = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/**
 * Reads a built app into memory, by path with `/`. What may be asked for is thereby fixed: no path of a request ever
 * reaches the file system. Files of unknown kinds are left out. Empty when the folder is not there.
 */
export async function loadStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, StaticFile>();
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const full = join(entry.parentPath, entry.name);
    const body = await readFile(full);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const packed = PACKED.has(extname(entry.name)) ? await packedForms(body) : {};
    files.set(relative(folder, full).split(sep).join('/'), { type, etag, body, packed });
  }
  return files;
}

async function packedForms(body: Buffer): Promise<StaticFile['packed']> {
  const [br, gz] = await Promise.all([
    pack.br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
    pack.gzip(body, { level: 9 }),
  ]);
  return { ...(br.length < body.length ? { br } : {}), ...(gz.length < body.length ? { gzip: gz } : {}) };
}

/** The form that the caller takes (Accept-Encoding, RFC 9110 §12.5.3); an encoding with q=0 is not taken. */
export function pickForm(
  file: StaticFile,
  accepted: string | undefined,
): { readonly body: Buffer; readonly encoding: Encoding | null } {
  const takes = new Set(
    (accepted ?? '')
      .toLowerCase()
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  for (const encoding of ['br', 'gzip'] as const) {
    const body = file.packed[encoding];
    if (body !== undefined && takes.has(encoding)) return { body, encoding };
  }
  return { body: file.body, encoding: null };
}
