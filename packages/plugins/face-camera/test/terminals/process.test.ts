import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPluginHost } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHikvisionTerminal } from '../../src/testing/hikvision-terminal.js';
import { freePort, PASSWORD } from './support.js';

const PLUGIN = fileURLToPath(new URL('../..', import.meta.url));
const never = new AbortController().signal;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The plugin's process runs what was built. */
beforeAll(() => {
  if (!existsSync(path.join(PLUGIN, 'dist/manifest.json'))) throw new Error('build first: npx turbo run build');
});

describe('terminals in the plugin as a process of its own, with no more rights than it asks for', () => {
  it('stream, push, and take faces; a killed process loses and doubles nothing', async () => {
    const streaming = await startHikvisionTerminal({ serialNumber: 'STREAM001' });
    const pushing = await startHikvisionTerminal({ serialNumber: 'PUSHING01' });
    closers.push(
      () => streaming.stop(),
      () => pushing.stop(),
    );
    const port = await freePort();
    const sink = memorySink();
    const stateFolder = mkdtempSync(path.join(tmpdir(), 'hadir-terminals-'));
    closers.push(async () => rmSync(stateFolder, { recursive: true, force: true }));
    const settings = { listen: { enabled: true, host: '127.0.0.1', port } };
    const host = createPluginHost({
      plugins: [{ source: PLUGIN, settings }],
      sink,
      stateFolder,
      timings: { restartBaseMs: 50 },
    });
    closers.push(() => host.stop());
    await host.start();
    const account = { type: 'hikvision', username: 'admin', password: PASSWORD };
    const add = (deviceId: string, config: Readonly<Record<string, unknown>>) =>
      host.addDevice({ pluginId: 'face-camera', zone: 'Asia/Jakarta', deviceId, name: deviceId, config });
    await add('stream', { ...account, host: streaming.host, port: streaming.port });
    await add('push', {
      ...account,
      host: pushing.host,
      port: pushing.port,
      live: 'push',
      pushSecret: 'secret-123',
      pushTo: { host: '127.0.0.1', port },
    });
    await until('the line is open', () => streaming.openLines === 1, 30_000);
    await until('the host is set', () => pushing.pushTarget !== null, 30_000);

    const scanBoth = (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        streaming.scan(`e${i}`);
        pushing.scan(`e${i}`);
      }
    };
    scanBoth(0, 20);
    const pid = host.status().plugins[0]?.pid ?? null;
    if (pid !== null) process.kill(pid, 'SIGKILL');
    scanBoth(20, 40);
    for (const device of ['stream', 'push']) {
      await until(`${device}: all are stored`, () => sink.keys(device).length >= 40, 30_000);
      expect(new Set(sink.keys(device)).size).toBe(40);
    }
    await until('the line is open again', () => streaming.openLines === 1, 30_000);

    const { default: sharp } = await import('sharp');
    const picture = await sharp({ create: { width: 700, height: 700, channels: 3, background: '#987' } })
      .png()
      .toBuffer();
    const person = { deviceId: 'stream', personKey: 'P1' };
    const send = { name: 'send', ...person, displayName: 'Siti', picture: picture.toString('base64') } as const;
    expect(await host.faces('face-camera', 'send', send, never)).toEqual({ state: 'stored' });
    expect(streaming.faces.get('P1')?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    const withdraw = { name: 'withdraw', ...person } as const;
    expect(await host.faces('face-camera', 'withdraw', withdraw, never)).toEqual({ left: 0 });
  }, 120_000);
});
