import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalizedText } from '@hadir/core';

/** One photo that may be tried. */
export interface Photo {
  readonly file: string;
  readonly path: string;
}

/** What is wrong with one file. */
export interface FileProblem {
  readonly file: string;
  readonly text: LocalizedText;
}

export interface PhotoFolder {
  /** Photos by the NIP in their names, in order of their names. */
  readonly byNumber: ReadonlyMap<string, readonly Photo[]>;
  readonly problems: readonly FileProblem[];
}

/** `198503152010011002.jpg`, or several: `198503152010011002-1.jpg`, `-2.png`, … */
const NAME = /^(\d{18})(?:-\d{1,2})?\.(?:jpe?g|png)$/i;
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_PHOTOS = 5;

const say = (id: string, en: string): LocalizedText => ({ id, en });

/** Looks at names, sizes and first bytes; no photo is opened as a picture here. */
export async function readPhotoFolder(folder: string): Promise<PhotoFolder> {
  const byNumber = new Map<string, Photo[]>();
  const problems: FileProblem[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // What file managers leave behind.
    if (entry.name.startsWith('.') || entry.name === 'Thumbs.db') continue;
    const file = entry.name;
    const number = NAME.exec(file)?.[1];
    if (!entry.isFile() || number === undefined) {
      const wanted = 'NIP.jpg, NIP-1.jpg, NIP-2.png';
      problems.push({
        file,
        text: say(`Nama harus 18 angka NIP: ${wanted}.`, `The name must be an 18-digit NIP: ${wanted}.`),
      });
      continue;
    }
    const path = join(folder, file);
    const fault = await faultOf(path);
    if (fault !== null) {
      problems.push({ file, text: fault });
      continue;
    }
    const photos = byNumber.get(number) ?? [];
    if (photos.length >= MAX_PHOTOS) {
      problems.push({
        file,
        text: say(`Lebih dari ${MAX_PHOTOS} foto; dilewati.`, `More than ${MAX_PHOTOS} photos; passed over.`),
      });
      continue;
    }
    byNumber.set(number, [...photos, { file, path }]);
  }
  return { byNumber, problems };
}

async function faultOf(path: string): Promise<LocalizedText | null> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > MAX_BYTES) return say('Lebih besar dari 4 MB.', 'Larger than 4 MB.');
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    // JPEG: ITU-T T.81 B.1.1.3; PNG: RFC 2083 §12.11.
    const isPicture = head.readUIntBE(0, 3) === 0xffd8ff || head.readUInt32BE(0) === 0x89504e47;
    return isPicture ? null : say('Bukan JPEG atau PNG.', 'Neither JPEG nor PNG.');
  } finally {
    await handle.close();
  }
}
