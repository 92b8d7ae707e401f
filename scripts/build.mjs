#!/usr/bin/env node
/** `npm run build`: packages and builds as far as needed, and nothing is started. */
import { main } from './lib/messages.mjs';
import { prepare } from './lib/prepare.mjs';

await main(() => prepare());
