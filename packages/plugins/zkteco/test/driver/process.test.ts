import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPluginHost, type PluginHost } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { freePort } from '../support/free-port.js';

const PLUGIN = fileURLToPath(new URL('../..', import.meta.url));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The plugin's process runs what was built. */
beforeAll(() => {
  if (!existsSync(path.join(PLUGIN, 'dist/manifest.json'))) throw new Error('build first: npx turbo run build');
});

const pidOf = (host: PluginHost) => host.status().plugins[0]?.pid ?? null;

describe('the plugin in a process of its own', () => {
  it('loses nothing that it acknowledged and doubles nothing when it is killed again and again', async () => {
    const port = await freePort();
    const sink = memorySink({ delayMs: 2 });
    const host = createPluginHost({
      plugins: [
        {
          source: PLUGIN,
          settings: { listen: { host: '127.0.0.1', port }, inboxGraceSeconds: 600, discovery: { enabled: false } },
        },
      ],
      sink,
      timings: { restartBaseMs: 50 },
    });
    closers.push(() => host.stop());
    await host.start();
    expect(host.status().plugins[0]).toMatchObject({ pluginId: 'zkteco', state: 'running' });
    await host.addDevice({
      deviceId: 'kantor',
      pluginId: 'zkteco',
      zone: 'Asia/Makassar',
      name: 'Kantor',
      config: { transport: 'adms', serialNumber: 'SIM1' },
    });
    const terminal = startAdmsTerminal({
      server: `http://127.0.0.1:${port}`,
      serialNumber: 'SIM1',
      pollMs: 20,
      retryMs: 50,
      batchRows: 20,
      timeoutMs: 3_000,
    });
    closers.push(() => terminal.stop());
    let sent = 0;
    const puncher = setInterval(() => {
      for (let i = 0; i < 10; i += 1) terminal.punch({ pin: String(1000 + sent++) });
    }, 20);
    closers.push(async () => clearInterval(puncher));
    for (let kill = 0; kill < 3; kill += 1) {
      const before = terminal.acknowledged;
      await until('rows acknowledged', () => terminal.acknowledged >= before + 60, 60_000);
      const pid = pidOf(host);
      if (pid !== null) process.kill(pid, 'SIGKILL');
      const acknowledged = terminal.acknowledged;
      // What the terminal was told is stored, is stored, however the process died.
      const stored = new Set(sink.readings('kantor').map((r) => r.kind === 'punch' && r.deviceUserId));
      for (let i = 0; i < acknowledged; i += 1) expect(stored.has(String(1000 + i))).toBe(true);
      await until('a new process', () => pidOf(host) !== null && pidOf(host) !== pid, 60_000);
    }
    clearInterval(puncher);
    await terminal.settled(60_000);
    const punches = sink.readings('kantor').filter((reading) => reading.kind === 'punch');
    expect(punches).toHaveLength(sent);
    expect(terminal.acknowledged).toBe(sent);
  });
});
