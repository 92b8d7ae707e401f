import { createHubClient, type HubClient } from '@hadir/sdk/client';
import type { Command } from 'commander';
import { readRunFile } from '../runtime/run-file.js';
import type { CliContext } from './context.js';
import { cliError } from './errors.js';

/** A connection test climbs for up to a minute. */
const TIMEOUT_MS = 120_000;

/**
 * The hub that HADIR_URL and HADIR_KEY name, else the one that runs on the state folder of this machine.
 * @throws CLI_HUB_NOT_FOUND, CLI_KEY_MISSING
 */
export async function connect(context: CliContext, command: Command): Promise<HubClient> {
  const { HADIR_URL: url, HADIR_KEY: key } = process.env;
  const common = { language: context.language, timeoutMs: TIMEOUT_MS };
  if (url) {
    if (!key) throw cliError('CLI_KEY_MISSING');
    return createHubClient({ url, key, ...common });
  }
  const { stateFolder } = context.config(command);
  const running = await readRunFile(stateFolder);
  if (!running?.url) throw cliError('CLI_HUB_NOT_FOUND', { stateFolder });
  return createHubClient({ url: running.url, key: running.key, ...common });
}
