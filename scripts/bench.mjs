#!/usr/bin/env node
/** `npm run bench [-- <name>…] [--quick]`: prepare the checkout, then measure. Results go to bench/results/<name>.json. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { main } from './lib/messages.mjs';
import { prepare, ROOT } from './lib/prepare.mjs';

await main(async () => {
  await prepare({ everything: true });
  const child = spawn(process.execPath, [join(ROOT, 'bench', 'dist', 'main.js'), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  child.on('exit', (code) => process.exit(code ?? 1));
});
