import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPluginHost } from '@hadir/sdk/host';
import { memorySink, until } from '@hadir/sdk/testing';
import { connectAsync } from 'mqtt';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eidAdvert, startAbSniffer, startController, startHm10 } from '../src/testing/index.js';
import { freePort, HAS_MOSQUITTO, startMosquitto } from './support/mosquitto.js';
import { HAS_SOCAT, serialCable } from './support/serial-cable.js';

const PLUGIN = fileURLToPath(new URL('..', import.meta.url));
const MAC = 'c2005900038e';
const UUID = 'fda50693a4e24fb1afcfc6eb07647825';
const identityKey = randomBytes(16);
const lobby = { id: 'lobby', match: 'eid', identityKey: identityKey.toString('hex'), rotationExponent: 5 };
const gate = { id: 'gate', match: 'ibeacon', value: `${UUID}/10/7` };
const nowEid = (): Uint8Array => eidAdvert({ identityKey, rotationExponent: 5 }, Date.now() / 1000);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The plugin's process runs what was built. */
beforeAll(() => {
  if (!existsSync(join(PLUGIN, 'dist/manifest.json'))) throw new Error('build first: npx turbo run build');
});

/** One listening post in a plugin process under the real host. */
async function post(config: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>> = {}) {
  const sink = memorySink();
  const host = createPluginHost({ plugins: [{ source: PLUGIN, settings }], sink, timings: { restartBaseMs: 50 } });
  closers.push(() => host.stop());
  await host.start();
  expect(host.status().plugins[0]).toMatchObject({ pluginId: 'ble-beacon', state: 'running' });
  await host.addDevice({
    pluginId: 'ble-beacon',
    deviceId: 'post',
    name: 'post',
    zone: 'Asia/Makassar',
    config: { beacons: [lobby, gate], thresholdDbm: -70, ...config },
  });
  const device = () => host.status().devices.find((one) => one.deviceId === 'post');
  const online = () => until('online', () => device()?.state === 'online', 20_000);
  const nearest = () => sink.readings('post').find((one) => one.kind === 'proximity' && one.present);
  /** Does something again and again until the beacon is near. */
  const nearBy = async (send: () => unknown) => {
    await until(
      'near',
      async () => {
        await send();
        return nearest() !== undefined;
      },
      20_000,
    );
    return nearest();
  };
  return { host, sink, device, online, nearBy };
}

const omg = () =>
  JSON.stringify({ id: MAC, rssi: -55, servicedatauuid: '0xfeaa', servicedata: hex(nowEid().subarray(-10)) });
const ruuvi = () => JSON.stringify({ data: { gw_mac: MAC, tags: { [MAC]: { rssi: -60, data: hex(nowEid()) } } } });
const near = { beaconId: 'lobby', present: true, proven: true };

describe('the plugin in a process of its own, with no more rights than it asks for', () => {
  it('hears gateways that post', async () => {
    const port = await freePort();
    const { online, nearBy } = await post(
      { transport: 'http', format: 'ruuvi', pathSecret: 'rahasia-1' },
      { http: { host: '127.0.0.1', port } },
    );
    await online();
    const url = `http://127.0.0.1:${port}/gateway/rahasia-1`;
    expect(await nearBy(() => fetch(url, { method: 'POST', body: ruuvi() }))).toMatchObject(near);
  });

  it('is the broker of gateways that publish, also after it was killed', async () => {
    const port = await freePort();
    const mqtt = { host: '127.0.0.1', port, username: 'gw', password: 'rahasia' };
    const { host, online, nearBy, sink } = await post(
      { transport: 'mqtt', format: 'omg', topic: 'home/+/BTtoMQTT/#' },
      { mqtt },
    );
    await online();
    const connect = () =>
      connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'gw', password: 'rahasia', reconnectPeriod: 0 }, false);
    const publish = async () => {
      const gateway = await connect();
      for (let i = 0; i < 5; i++) await gateway.publishAsync('home/omg1/BTtoMQTT/x', omg(), { qos: 1 });
      await gateway.endAsync();
    };
    expect(await nearBy(publish)).toMatchObject(near);
    const before = sink.readings('post').length;
    const pid = host.status().plugins[0]?.pid;
    if (typeof pid === 'number') process.kill(pid, 'SIGKILL');
    await until('a new process', () => (host.status().plugins[0]?.pid ?? pid) !== pid, 20_000);
    await online();
    await until(
      'heard again',
      async () => {
        await publish().catch(() => undefined);
        return sink.readings('post').length > before;
      },
      20_000,
    );
  });

  it.skipIf(!HAS_MOSQUITTO)(
    'is a client of a Mosquitto server, and comes back when that does',
    async () => {
      const broker = await startMosquitto();
      closers.push(() => broker.remove());
      const { url, username, password } = broker;
      const { device, online, nearBy } = await post(
        { transport: 'mqtt', format: 'omg', topic: 'home/+/BTtoMQTT/#' },
        { mqtt: { url, username, password } },
      );
      await online();
      const publish = async () => {
        const gateway = await connectAsync(url, { username, password, reconnectPeriod: 0 }, false);
        for (let i = 0; i < 5; i++) await gateway.publishAsync('home/omg1/BTtoMQTT/x', omg(), { qos: 1 });
        await gateway.endAsync();
      };
      expect(await nearBy(publish)).toMatchObject(near);
      await broker.kill();
      await until('offline', () => device()?.state !== 'online', 20_000);
      await broker.start();
      await online();
    },
    60_000,
  );

  it.skipIf(!HAS_MOSQUITTO)('says when the broker refuses its name', async () => {
    const broker = await startMosquitto();
    closers.push(() => broker.remove());
    const mqtt = { url: broker.url, username: broker.username, password: 'salah' };
    const { device } = await post({ transport: 'mqtt', format: 'omg', topic: '#' }, { mqtt });
    await until('told', () => device()?.lastError?.error.code === 'BLE_BROKER_REFUSED', 20_000);
  });

  it('follows the event stream of a Cassia router', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => {
        const body = { bdaddrs: [{ bdaddr: MAC, bdaddrType: 'random' }], adData: hex(nowEid()), rssi: -58 };
        response.write(`data: ${JSON.stringify(body)}\n\n`);
      }, 100);
      response.on('close', () => clearInterval(timer));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    closers.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { nearBy } = await post({ transport: 'cassia', url: `http://127.0.0.1:${port}` });
    expect(await nearBy(() => undefined)).toMatchObject(near);
  });
});

describe.skipIf(!HAS_SOCAT)('radios on a serial line, read by the plugin in a process of its own', () => {
  it('scans with a controller that speaks HCI', async () => {
    const cable = await serialCable();
    closers.push(() => cable.remove());
    const controller = await startController(cable.b);
    closers.push(() => controller.close());
    const { nearBy } = await post({ transport: 'h4', path: cable.a, baudRate: 115_200 });
    await until('the scan', () => controller.scanning, 20_000);
    expect(await nearBy(() => controller.report({ mac: MAC, rssiDbm: -61, adv: nowEid() }))).toMatchObject(near);
  });

  it('asks an HM-10 again and again; what it hears proves nothing', async () => {
    const cable = await serialCable();
    closers.push(() => cable.remove());
    const module = await startHm10(cable.b);
    closers.push(() => module.close());
    const seen = { uuid: UUID, major: 10, minor: 7, mac: MAC, rssiDbm: -50 };
    module.hear([seen, { ...seen, minor: 8 }, seen, seen, seen, seen]);
    const { nearBy } = await post({ transport: 'hm10', path: cable.a });
    expect(await nearBy(() => undefined)).toMatchObject({ beaconId: 'gate', present: true, proven: false });
    expect(module.orders.slice(0, 3)).toEqual(['AT+ROLE1', 'AT+IMME1', 'AT+DISI?']);
  }, 40_000);

  it('reads an ABSniffer, past lines that an overrun cut; an unplugged one is told', async () => {
    const cable = await serialCable();
    closers.push(() => cable.remove());
    const sniffer = await startAbSniffer(cable.b);
    closers.push(() => sniffer.close());
    sniffer.send('AN:C2005900038E,-55,3,29,0201\r\nOK+SCAN:C2005900038E,-55,3,29,0201\r\n');
    const { nearBy, device } = await post({ transport: 'absniffer', path: cable.a });
    expect(await nearBy(() => sniffer.report({ mac: MAC, rssiDbm: -57, adv: nowEid() }))).toMatchObject(near);
    await cable.remove();
    await until('told', () => device()?.lastError?.error.code === 'BLE_SOURCE_UNREACHABLE', 20_000);
  }, 40_000);
});
