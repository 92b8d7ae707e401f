import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPluginHost } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startModbusThermometer } from '../src/testing/index.js';
import { startBoard } from './support/board.js';
import { HAS_SOCAT, serialCable } from './support/pty.js';

const PLUGIN = fileURLToPath(new URL('..', import.meta.url));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The plugin's process runs what was built. */
beforeAll(() => {
  if (!existsSync(path.join(PLUGIN, 'dist/manifest.json'))) throw new Error('build first: npx turbo run build');
});

async function host() {
  const sink = memorySink();
  const started = createPluginHost({ plugins: [{ source: PLUGIN }], sink, timings: { restartBaseMs: 50 } });
  closers.push(() => started.stop());
  await started.start();
  expect(started.status().plugins[0]).toMatchObject({ pluginId: 'ir-thermo', state: 'running' });
  const device = { pluginId: 'ir-thermo', zone: 'Asia/Makassar' };
  const add = (deviceId: string, config: Readonly<Record<string, unknown>>) =>
    started.addDevice({ ...device, deviceId, name: deviceId, config });
  const stateOf = (deviceId: string) => started.status().devices.find((one) => one.deviceId === deviceId)?.state;
  return { host: started, sink, add, stateOf };
}

describe('the plugin in a process of its own, with no more rights than it asks for', () => {
  it.skipIf(!HAS_SOCAT)('loads the native library and reads a board, also after it was killed', async () => {
    const cable = await serialCable();
    closers.push(() => cable.remove());
    const board = await startBoard(cable.b, 'gy-906', 50);
    closers.push(() => board.stop());
    const { host: plugin, sink, add, stateOf } = await host();
    await add('pintu', { connection: 'serial', serial: { path: cable.a, model: 'gy-906' } });
    await until('online', () => stateOf('pintu') === 'online', 20_000);
    await board.order({ present: 36.6, forMs: 1500 });
    await until('measured', () => sink.readings('pintu').length === 1, 20_000);
    const pid = plugin.status().plugins[0]?.pid;
    if (pid !== null && pid !== undefined) process.kill(pid, 'SIGKILL');
    await until('a new process', () => (plugin.status().plugins[0]?.pid ?? pid) !== pid, 20_000);
    await until('online again', () => stateOf('pintu') === 'online', 20_000);
    await board.order({ present: 36.9, forMs: 1500 });
    await until('measured again', () => sink.readings('pintu').length === 2, 20_000);
  });

  it('reads a sensor over the network; a port that cannot be looked up is told, and harms no other', async () => {
    const sensor = await startModbusThermometer();
    closers.push(() => sensor.stop());
    const { sink, add, stateOf, host: plugin } = await host();
    await add('gerbang', {
      connection: 'modbus-tcp',
      modbus: { host: sensor.host, port: sensor.port, pollEveryMs: 50 },
    });
    await add('hilang', { connection: 'serial', serial: { usbSerialNumber: 'NO-SUCH-ADAPTER', model: 'gy-906' } });
    await until('online', () => stateOf('gerbang') === 'online', 20_000);
    sensor.present(36.4, 1500);
    await until('measured', () => sink.readings('gerbang').length === 1, 20_000);
    await until('offline', () => stateOf('hilang') === 'offline', 20_000);
    const lost = plugin.status().devices.find((one) => one.deviceId === 'hilang');
    expect(lost?.lastError?.error.code).toMatch(/^THERMO_PORT_(MISSING|LIST_UNAVAILABLE)$/);
  });
});
