import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../servers/database.js';
import { checkinWorld } from '../support/checkin-world.js';
import { startTestHub, type TestHub } from '../support/test-hub.js';

/** A real hub that phones reach at http://localhost, which browsers take for secure. */
export async function startCheckinHub() {
  const postgres = (await startTestPostgres('embedded')) as TestPostgres;
  const database: TestDatabase = await postgres.database();
  // The origin is part of what phones sign, so the port must be known before the hub starts.
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const start = (): Promise<TestHub> =>
    startTestHub({
      databaseUrl: database.url,
      plugins: [],
      settings: {
        http: { port },
        checkin: { rpId: 'localhost', origins: [url] },
        limits: { requestsPerMinute: 100_000, failedLoginsPerMinute: 1000 },
      },
    });
  const hub = await start();
  return {
    url,
    hub,
    world: checkinWorld(() => hub),
    async stop(): Promise<void> {
      await hub.stop();
      await database.drop();
      await postgres.stop();
    },
  };
}
export type CheckinHub = Awaited<ReturnType<typeof startCheckinHub>>;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
