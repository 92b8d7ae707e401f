/**
 * Reads a terminal with Hadir's ZKTeco driver through the driver contract, in an own process like the peers, and
 * reports totals. Arguments: transport, port, `read` or `live`, comm key.
 */
import driver from '@hadir/plugin-zkteco';
import { type Cursor, type DeviceContext, isDeviceFailure, isHadirError, type Logger } from '@hadir/sdk';
import { systemClock } from '@hadir/sdk/host';
import { report } from '../lib/process.js';
import { memorySink } from './memory-sink.js';

const LIVE_WAIT_MS = 4000;

const [transport, port, mode, commKey] = process.argv.slice(2) as ['tcp' | 'udp', string, 'read' | 'live', string];
const sink = memorySink();
const stop = new AbortController();
const nothing = () => undefined;
const log: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const surroundings = { log, clock: systemClock, signal: stop.signal, raise: nothing, clear: nothing };

const context: DeviceContext = {
  ...surroundings,
  deviceId: 'terminal',
  zone: 'Asia/Jakarta',
  cursor: null as Cursor,
  emit: (batch) => sink.append({ pluginId: 'zkteco', deviceId: 'terminal', ...batch }),
  report: nothing,
};
const config = {
  transport,
  host: '127.0.0.1',
  port: Number(port),
  ...(commKey === '0' ? {} : { commKey: Number(commKey) }),
};

async function listen(streaming: Promise<void> | undefined): Promise<void> {
  await Promise.race([streaming, new Promise((resolve) => setTimeout(resolve, LIVE_WAIT_MS))]);
}

try {
  const shared = await driver.start(
    { ...surroundings, storageFolder: null, discovered: nothing },
    { listen: { enabled: false } },
  );
  const session = await driver.open(context, config, shared);
  await session.backfill?.(stop.signal);
  if (mode === 'live') await listen(session.stream?.(stop.signal));
  const totals = sink.totals();
  stop.abort();
  await session.close();
  await shared.close();
  report({ ...totals, error: null });
} catch (thrown) {
  const cause = isDeviceFailure(thrown) ? thrown.error : thrown;
  report({ ...sink.totals(), error: isHadirError(cause) ? cause.code : String(cause) });
}
