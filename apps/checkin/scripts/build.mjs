/**
 * Builds the app into `dist`: one script, one style sheet, the page, and a service worker that knows every file. Names of
 * script and style sheet change with their content, so they may be cached for ever.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const BASE = '/checkin/';

/** Chrome of a phone that has had no update for years; Web Bluetooth with everything needed is older. */
const TARGET = 'chrome90';
const common = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  target: TARGET,
  // Straight from the sources of the SDK, of which the app needs a small part.
  conditions: ['hadir-source'],
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
await cp(join(ROOT, 'src', 'static'), DIST, { recursive: true });

const { metafile } = await build({
  ...common,
  entryPoints: { app: 'src/main.tsx', style: 'src/styles/index.css' },
  entryNames: 'assets/[name]-[hash]',
  outdir: DIST,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"' },
});
const made = Object.keys(metafile.outputs).map((path) => path.replace(/^dist\//, ''));
const js = made.find((path) => path.endsWith('.js'));
const css = made.find((path) => path.endsWith('.css'));

const page = join(DIST, 'index.html');
const html = (await readFile(page, 'utf8')).replace('%JS%', BASE + js).replace('%CSS%', BASE + css);
await writeFile(page, html);

const files = (await readdir(DIST, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(DIST.length + 1)
      .replaceAll('\\', '/'),
  )
  .sort();
const hash = createHash('sha256');
for (const file of files) hash.update(`${file}\0`).update(await readFile(join(DIST, file)));
const shell = files.map((file) => (file === 'index.html' ? BASE : BASE + file));
await build({
  ...common,
  entryPoints: { sw: 'src/sw.ts' },
  outdir: DIST,
  format: 'iife',
  define: { SHELL_NAME: JSON.stringify(hash.digest('hex').slice(0, 16)), SHELL_FILES: JSON.stringify(shell) },
});
