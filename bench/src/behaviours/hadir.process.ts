/**
 * Reads a terminal with Hadir's plugin host and ZKTeco driver, in an own process like the peers, and reports totals.
 * Arguments: transport, port, `read` or `live`, comm key.
 */
import { createPluginHost, type DeviceStatus } from '@hadir/sdk/host';
import { benchPath, report } from '../lib/process.js';
import { memorySink } from './memory-sink.js';

const LIVE_WAIT_MS = 4000;
const POLL_MS = 50;
/** A device that is online, reads nothing and has given nothing for this long has given everything. */
const QUIET_MS = 1500;

const [transport, port, mode, commKey] = process.argv.slice(2) as ['tcp' | 'udp', string, 'read' | 'live', string];
const sink = memorySink();
const host = createPluginHost({
  plugins: [{ source: '@hadir/plugin-zkteco', settings: { listen: { enabled: false } } }],
  resolveFrom: benchPath('.'),
  sink,
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Null when everything was read; else what it complained of. */
async function waitForEnding(): Promise<string | null> {
  let quietSince = performance.now();
  let state = '';
  for (;;) {
    const status: DeviceStatus | undefined = host.status().devices[0];
    if (status?.lastError) return status.lastError.error.code;
    const now = `${status?.state} ${status?.backfill?.received} ${sink.totals().records}`;
    if (now !== state || status?.state !== 'online' || status.backfill !== null) quietSince = performance.now();
    state = now;
    if (performance.now() - quietSince > QUIET_MS) return null;
    await sleep(POLL_MS);
  }
}

await host.start();
await host.addDevice({
  deviceId: 'terminal',
  pluginId: 'zkteco',
  zone: 'Asia/Jakarta',
  name: 'terminal',
  config: {
    transport,
    host: '127.0.0.1',
    port: Number(port),
    ...(commKey === '0' ? {} : { commKey: Number(commKey) }),
  },
});
let error: string | null = null;
if (mode === 'live') await sleep(LIVE_WAIT_MS);
else error = await waitForEnding();
const totals = sink.totals();
await host.stop();
report({ ...totals, error });
