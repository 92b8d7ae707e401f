// Writes `dist/manifest.json` of a plugin: what its built driver says of itself, with the JSON Schemas of its
// configuration and settings. Hosts read and check that file before they load any code of the plugin.
//
//   node scripts/write-manifest.mjs <plugin folder>
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** Ends with a message that names the plugin and says what to mend. */
function fail(message) {
  process.stderr.write(`write-manifest: ${message}\n`);
  process.exit(1);
}

const folder = path.resolve(process.argv[2] ?? '.');
const packageFile = path.join(folder, 'package.json');
const pkg = JSON.parse(await readFile(packageFile, 'utf8').catch(() => fail(`no package.json in ${folder}`)));
const target = pkg.hadir?.manifest;
if (typeof target !== 'string') fail(`${packageFile} needs "hadir": { "manifest": "./dist/manifest.json" }`);
const manifestFile = path.resolve(folder, target);
const entry = path.resolve(folder, pkg.exports?.['.']?.default ?? 'dist/index.js');

// The plugin's own copy of the SDK: it is the contract that the plugin was built for.
const { createRequire } = await import('node:module');
const resolveFrom = createRequire(packageFile);
const { Manifest } = await import(pathToFileURL(resolveFrom.resolve('@hadir/sdk')).href);
const { Value } = await import(pathToFileURL(resolveFrom.resolve('typebox/value')).href);

const { default: driver } = await import(pathToFileURL(entry).href);
if (driver?.manifest === undefined) fail(`${entry} does not default-export a driver made by defineDriver`);

// Through JSON, so that exactly what is in the file is what gets checked.
const manifest = JSON.parse(JSON.stringify({ ...driver.manifest, config: driver.config, settings: driver.settings }));
if (manifest.version !== pkg.version) {
  fail(`the driver says version ${manifest.version}, package.json ${pkg.version}`);
}
if (!Value.Check(Manifest, manifest)) {
  const problems = [...Value.Errors(Manifest, manifest)].slice(0, 10);
  fail(
    `the manifest of ${pkg.name} is not valid:\n${problems.map((p) => `  ${p.instancePath || '/'} ${p.message}`).join('\n')}`,
  );
}
for (const [what, file] of [
  ['entry', manifest.entry],
  ['codecs', manifest.codecs],
]) {
  if (file === undefined) continue;
  const full = path.resolve(path.dirname(manifestFile), file);
  await readFile(full).catch(() => fail(`${what} ${file} of ${pkg.name} is not there: ${full}`));
}

// Written beside and renamed, so that a host that watches the file never reads half of it.
const draft = `${manifestFile}.draft`;
await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
await rename(draft, manifestFile);
process.stdout.write(`${path.relative(process.cwd(), manifestFile)} written\n`);
