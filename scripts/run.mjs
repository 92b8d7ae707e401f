#!/usr/bin/env node
/** `npm run demo` and `npm start`: prepare the checkout when needed, then become the hub. */
import { execHub } from './lib/exec-hub.mjs';
import { main } from './lib/messages.mjs';
import { prepare, ROOT } from './lib/prepare.mjs';

await main(async () => {
  await prepare();
  await execHub(ROOT, process.argv.slice(2));
});
