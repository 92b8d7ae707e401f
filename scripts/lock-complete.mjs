#!/usr/bin/env node
/**
 * `npm run lock:complete`: adds to package-lock.json the optional packages of other platforms that npm left out.
 *
 * npm leaves an optional package out of the lock file when the registry did not offer it at that moment, which happens
 * with mirrors that lag behind for other platforms. `npm ci` then refuses the lock file everywhere. Such packages are
 * pinned exactly by the package that wants them, so name, version and platform are known without asking anybody;
 * only the checksum is missing. Run it after `npm install` when `npm ci` says "Missing: … from lock file".
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** Where Node.js would find `name` from the package at `path`. */
function find(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[candidate]) return candidate;
    if (at === '') return null;
  }
}

/** `@rollup/rollup-linux-arm-gnueabihf` → linux, arm. Null for what is not named after a platform. */
function platformOf(name) {
  const words = name.replace(/^.*\//, '').replace('windows', 'win32').split(/[-_]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const named = words.includes('64') ? [...words, 'x64'] : words;
  const cpu = PROCESSORS.find((processor) => named.includes(processor));
  if (cpu === 'wasm32') return { cpu: ['wasm32'] };
  if (!os || !cpu) return null;
  const libc = words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {};
  return { os: [os], cpu: [cpu], ...libc };
}

let added = 0;
for (const [path, wanting] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
    if (find(path, name) || !EXACT.test(version)) continue;
    const platform = platformOf(name);
    if (platform === null) {
      process.stdout.write(`left out: ${name}@${version} names no platform\n`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...(wanting.dev ? { dev: true } : {}),
      optional: true,
    };
    added += 1;
  }
}
if (added > 0) {
  const [own, ...rest] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([own, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
process.stdout.write(`${added} packages added to package-lock.json\n`);
