/**
 * Reads a terminal with Hadir's plugin host and ZKTeco driver, in an own process like the peers, and reports totals.
 * Arguments: transport, port, `read` or `live`, comm key.
 */
import { createPluginHost, type DeviceStatus } from '@hadir/sdk/host';
import { benchPath, report } from '../lib/process.js';
import { memorySink } from './memory-sink.js';

const LIVE_WAIT_MS = 4000;
const POLL_MS = 50;

const [transport, port, mode, commKey] = process.argv.slice(2) as ['tcp' | 'udp', string, 'read' | 'live', string];
const sink = memorySink();
const host = createPluginHost({ plugins: ['@hadir/plugin-zkteco'], resolveFrom: benchPath('.'), sink });

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Null while it works on it; '' when everything was read; else what it complained of. */
function ending(status: DeviceStatus | undefined): string | null {
  if (status === undefined) return null;
  if (status.lastError !== null) return status.lastError.error.code;
  return status.state === 'online' && status.detail !== 'backfilling' && status.backfill !== null ? '' : null;
}

async function waitForEnding(): Promise<string | null> {
  for (;;) {
    const text = ending(host.status().devices[0]);
    if (text !== null) return text === '' ? null : text;
    await sleep(POLL_MS);
  }
}

await host.start();
await host.addDevice({
  deviceId: 'terminal',
  pluginId: 'zkteco',
  zone: 'Asia/Jakarta',
  name: 'terminal',
  config: { transport, host: '127.0.0.1', port: Number(port), commKey: Number(commKey) },
});
let error: string | null = null;
if (mode === 'live') await sleep(LIVE_WAIT_MS);
else error = await waitForEnding();
const totals = sink.totals();
await host.stop();
report({ ...totals, error });
