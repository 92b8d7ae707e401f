import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { systemClock } from '@hadir/sdk/host';
import { assign } from '../../src/attendance/rules/assignments.js';
import { addRule } from '../../src/attendance/rules/documents.js';
import { readRuleFiles, shippedRules } from '../../src/attendance/rules/rule-files.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../servers/database.js';
import { checkinWorld } from '../support/checkin-world.js';
import { startTestHub, type TestHub } from '../support/test-hub.js';

const USED = new Set(['REG5-WITA', 'A4']);

/** A real hub that phones reach at http://localhost, which browsers take for secure. */
export async function startCheckinHub(zone = 'Asia/Makassar') {
  const postgres = (await startTestPostgres('embedded')) as TestPostgres;
  const database: TestDatabase = await postgres.database();
  // The origin is part of what phones sign, so the port must be known before the hub starts.
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const hub: TestHub = await startTestHub({
    databaseUrl: database.url,
    plugins: [],
    settings: {
      zone,
      http: { port },
      limits: { requestsPerMinute: 100_000, failedLoginsPerMinute: 1000 },
    },
  });
  return {
    url,
    hub,
    world: checkinWorld(() => hub, zone),
    /** Day results for everybody: the shipped five-day week, in this zone. */
    async useRules(): Promise<void> {
      const context = { database, clock: systemClock, zone };
      const shipped = await readRuleFiles([shippedRules()]);
      for (const { file: _, ...rule } of shipped.filter(({ kind, name }) => kind === 'calendar' || USED.has(name))) {
        const document = rule.kind === 'schedule' ? { ...(rule.document as object), zone } : rule.document;
        await addRule(context, { ...rule, document }, 'test');
      }
      await assign(context, { kind: 'schedule', name: 'REG5-WITA', validFrom: '2026-01-01' }, 'test');
      await assign(context, { kind: 'profile', name: 'A4', validFrom: '2026-01-01' }, 'test');
    },
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
