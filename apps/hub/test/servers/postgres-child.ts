import { isHadirError } from '@hadir/core';
import { startEmbeddedPostgres } from '../../src/postgres/index.js';

/** Runs the embedded server like a hub does: says `{ url, adopted, pid }` or `{ code }`, stops at SIGTERM. */
const say = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
const quiet = (): void => undefined;

try {
  const server = await startEmbeddedPostgres({
    stateFolder: process.argv[2] as string,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  say({ url: server.url, adopted: server.adopted, pid: server.pid() });
  const stay = setInterval(quiet, 60_000);
  process.once('SIGTERM', () => {
    void server.stop().then(() => {
      say({ stopped: true });
      clearInterval(stay);
    });
  });
} catch (error) {
  say({ code: isHadirError(error) ? error.code : String(error), message: (error as Error).message });
}
