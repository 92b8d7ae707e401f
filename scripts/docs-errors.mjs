#!/usr/bin/env node
/** `npm run docs:errors`: docs/errors.md from the error tables. `--check` only says whether it is fresh. */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readErrorTables } from './lib/error-tables.mjs';
import { writeOrCheck } from './lib/generated-file.mjs';
import { MESSAGES } from './lib/messages.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const FAULTS = {
  caller: 'permintaan / the request',
  device: 'mesin atau jalurnya / the device or its line',
  operator: 'pengaturan / a setting',
  hadir: 'Hadir',
};

const PARTS = {
  'packages/core': 'Model kehadiran / Attendance model',
  'packages/sdk': 'SDK dan tuan rumah plugin / SDK and plugin host',
  'apps/hub': 'Hub',
};

const HEAD = `# Kode galat / Error codes

<!-- Generated from the error tables by "npm run docs:errors"; do not edit. -->

Setiap galat Hadir mempunyai kode yang tetap. Cari kodenya di sini: apa artinya dan apa yang harus dilakukan.
Every error of Hadir has a stable code. Look it up here: what it means and what to do.

**Di pihak siapa / Whose move** tells where the cause lies. **Ulang / Retry** tells whether the same operation may succeed later
without anybody changing anything. **HTTP** is the status when the error reaches the API (as \`application/problem+json\`, RFC 9457).
Words in \`{braces}\` are filled in with the facts of the case.
`;

function section(part, errors) {
  const title = PARTS[part] ?? (part.startsWith('packages/plugins/') ? `Plugin ${part.split('/').at(-1)}` : part);
  return `\n## ${title}\n${errors.map(entry).join('')}`;
}

/** Facts to be filled in are set as code, except where the text is code already. */
const braces = (text) =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 0 ? part.replace(/\{(\w+)\}/g, '`{$1}`') : part))
    .join('`');

function entry({ code, definition: { status, retryable, fault, message, remedy } }) {
  return `
### ${code}

${braces(message.id)} **${braces(remedy.id)}**

*${braces(message.en)}* **${braces(remedy.en)}**

Di pihak / Whose move: ${FAULTS[fault] ?? fault} · Ulang / Retry: ${retryable ? 'ya / yes' : 'tidak / no'} · HTTP ${status}
`;
}

function setupSection() {
  const rows = Object.entries(MESSAGES).map(
    ([code, row]) => `
### ${code}

${braces(row.id)} **${braces(row.remedy.id)}**

*${braces(row.en)}* **${braces(row.remedy.en)}**
`,
  );
  return `\n## Pemasangan dan pembangunan / Installing and building\n${rows.join('')}`;
}

const errors = readErrorTables(ROOT);
const parts = [...new Set(errors.map((one) => one.part))].sort();
const body = parts
  .map((part) =>
    section(
      part,
      errors.filter((one) => one.part === part),
    ),
  )
  .join('');
const fresh = writeOrCheck(join(ROOT, 'docs', 'errors.md'), `${HEAD}${body}${setupSection()}`, {
  check: process.argv.includes('--check'),
  root: ROOT,
  remedy: 'npm run docs:errors',
});
process.exitCode = fresh ? 0 : 1;
