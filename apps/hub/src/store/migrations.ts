import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

export interface Migration {
  /** File name without `.sql`; the number in front is the order. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file. A migration that a database has seen never changes again. */
  readonly checksum: string;
  /** Extensions named in lines `-- extension: <name>`, installed first so that a missing one gets an error of its own. */
  readonly extensions: readonly string[];
}

/** Beside this file in the sources, beside the bundle in a build: the build copies the folder. */
const FOLDER = new URL('./migrations/', import.meta.url);

export async function loadMigrations(): Promise<readonly Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return await Promise.all(
    files.map(async (file) => {
      const sql = (await readFile(new URL(file, FOLDER), 'utf8')).replaceAll('\r\n', '\n');
      return {
        name: file.slice(0, -'.sql'.length),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
        extensions: [...sql.matchAll(/^-- extension: (\w+)$/gm)].map((match) => match[1] as string),
      };
    }),
  );
}
