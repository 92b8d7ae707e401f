import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDriver } from '@hadir/sdk/host';
import { conformance, memorySink, until } from '@hadir/sdk/testing';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import driver from '../src/index.js';
import { startMqtt } from '../src/sources/mqtt-hub.js';
import { eidAdvert, startController } from '../src/testing/index.js';

const identityKey = randomBytes(16);
const beacon = { identityKey, rotationExponent: 5 };
const beacons = [{ id: 'lobby', match: 'eid', identityKey: identityKey.toString('hex'), rotationExponent: 5 }];
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const nowEid = (): Uint8Array => eidAdvert(beacon, Date.now() / 1000);

function ruuvi(rssi: number): string {
  const tags = { 'C2:00:59:00:03:8E': { rssi, timestamp: '1653633986', data: hex(nowEid()) } };
  return JSON.stringify({ data: { gw_mac: 'C8:25:2D:8E:9C:2C', tags } });
}

/** Runs the driver on one device while `use` looks; the sink holds what it emitted. */
async function withDevice(
  config: Record<string, unknown>,
  settings: Record<string, unknown>,
  use: (sink: ReturnType<typeof memorySink>, status: () => { readonly state: string }) => Promise<void>,
): Promise<void> {
  const sink = memorySink();
  const running = await runDriver(driver, {
    sink,
    settings,
    deviceId: 'post',
    zone: 'Asia/Makassar',
    config: { beacons, thresholdDbm: -70, ...config },
  });
  try {
    await use(sink, running.status);
  } finally {
    await running.stop();
  }
}

const near = (sink: ReturnType<typeof memorySink>) =>
  until('the beacon is near', () => sink.readings('post').some((r) => r.kind === 'proximity' && r.present), 15_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('gateways that post', () => {
  it('tells once that the beacon came near, and that it was proven', async () => {
    const port = await freePort();
    const post = (path: string, body: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body });
    const config = { transport: 'http', format: 'ruuvi', pathSecret: 'secret-path' };
    await withDevice(config, { http: { host: '127.0.0.1', port } }, async (sink) => {
      await until('the listener', async () => (await post('/', '').catch(() => null))?.status === 404, 5_000);
      expect((await post('/gateway/another-secret', ruuvi(-60))).status).toBe(404);
      expect((await post('/gateway/secret-path', '{"data":1}')).status).toBe(422);
      for (let i = 0; i < 8; i++) expect((await post('/gateway/secret-path', ruuvi(-60))).status).toBe(200);
      await near(sink);
      const [reading, ...others] = sink.readings('post');
      expect(others).toEqual([]);
      expect(reading).toMatchObject({ beaconId: 'lobby', present: true, proven: true, medianDbm: -60 });
    });
  });

  it('takes no beacon for near that is weak, copied from yesterday, or somebody else’s', async () => {
    const port = await freePort();
    const config = { transport: 'http', format: 'ruuvi', pathSecret: 'secret-path' };
    await withDevice(config, { http: { host: '127.0.0.1', port } }, async (sink) => {
      const send = async (adv: Uint8Array, rssi: number) => {
        const tags = { 'C2:00:59:00:03:8E': { rssi, data: hex(adv) } };
        const body = JSON.stringify({ data: { gw_mac: 'C8:25:2D:8E:9C:2C', tags } });
        await fetch(`http://127.0.0.1:${port}/gateway/secret-path`, { method: 'POST', body }).catch(() => undefined);
      };
      const other = { identityKey: randomBytes(16), rotationExponent: 5 };
      for (let i = 0; i < 12; i++) {
        await send(nowEid(), -90);
        await send(eidAdvert(beacon, Date.now() / 1000 - 86_400), -40);
        await send(eidAdvert(other, Date.now() / 1000), -40);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(sink.readings('post')).toEqual([]);
    });
  });
});

describe('MQTT', () => {
  const message = (rssi: number) =>
    JSON.stringify({
      id: 'C2:00:59:00:03:8E',
      rssi,
      servicedatauuid: '0xfeaa',
      servicedata: hex(nowEid().subarray(-10)),
    });

  it('hears gateways on the built-in broker, which keeps strangers out', async () => {
    const port = await freePort();
    const mqtt = { host: '127.0.0.1', port, username: 'gw', password: 'rahasia' };
    const config = { transport: 'mqtt', format: 'omg', topic: 'home/+/BTtoMQTT/#' };
    await withDevice(config, { mqtt }, async (sink, status) => {
      await until('the device is online', () => status().state === 'online', 5_000);
      const url = `mqtt://127.0.0.1:${port}`;
      await expect(
        connectAsync(url, { username: 'gw', password: 'wrong', reconnectPeriod: 0 }, false),
      ).rejects.toThrow();
      const gateway = await connectAsync(url, { username: 'gw', password: 'rahasia', reconnectPeriod: 0 }, false);
      for (let i = 0; i < 8; i++)
        await gateway.publishAsync('home/omg1/BTtoMQTT/C2005900038E', message(-55), { qos: 1 });
      await gateway.publishAsync('home/omg1/BTtoMQTT/C2005900038E', 'not json', { qos: 1 });
      await near(sink);
      await gateway.endAsync();
    });
  });

  it('is a client of a broker elsewhere, and says when it is not there', async () => {
    const broker = await startMqtt({ host: '127.0.0.1', port: 0 });
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const config = { transport: 'mqtt', format: 'espresense', topic: 'espresense/devices/+/lobby' };
    try {
      await withDevice(config, { mqtt: { url } }, async (_sink, status) => {
        await until('the device is online', () => status().state === 'online', 10_000);
        await broker.close();
        await until('the device is offline', () => status().state === 'offline', 15_000);
      });
    } finally {
      await broker.close();
    }
  });
});

describe('Cassia', () => {
  it('follows the event stream of a router', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => {
        const body = {
          bdaddrs: [{ bdaddr: 'C2:00:59:00:03:8E', bdaddrType: 'random' }],
          adData: hex(nowEid()),
          rssi: -58,
        };
        response.write(`data: ${JSON.stringify(body)}\n\n:keep-alive\n\n`);
      }, 50);
      response.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await withDevice({ transport: 'cassia', url }, {}, near);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe.skipIf(!existsSync('/usr/bin/socat'))('a radio on a serial line', () => {
  let folder: string;
  let socat: ChildProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hadir-h4-'));
    const [a, b] = ['a', 'b'].map((name) => `pty,raw,echo=0,link=${join(folder, name)}`) as [string, string];
    socat = spawn('/usr/bin/socat', [a, b], { stdio: 'ignore' });
    await until('the pty pair', () => existsSync(join(folder, 'a')) && existsSync(join(folder, 'b')), 5_000);
  });
  afterAll(async () => {
    socat.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('starts a passive scan without duplicate filter, hears through noise, and stops the scan', async () => {
    const controller = await startController(join(folder, 'b'));
    await withDevice({ transport: 'h4', path: join(folder, 'a'), baudRate: 115_200 }, {}, async (sink) => {
      await until('the scan', () => controller.scanning, 10_000);
      expect(controller.opcodes).toEqual([0x0c03, 0x0c01, 0x2001, 0x200b, 0x200c]);
      controller.send(Buffer.from('ffff00ff', 'hex'));
      const sending = setInterval(() => controller.report({ mac: 'c2005900038e', rssiDbm: -61, adv: nowEid() }), 50);
      await near(sink).finally(() => clearInterval(sending));
    });
    await until('the scan is off', () => !controller.scanning, 5_000);
    await controller.close();
  });

  it('says that a controller which refuses is not usable', async () => {
    const controller = await startController(join(folder, 'b'), { status: 0x0c });
    await withDevice({ transport: 'h4', path: join(folder, 'a'), baudRate: 115_200 }, {}, async (_sink, status) => {
      await until('a failure', () => status().state === 'offline', 10_000);
    });
    await controller.close();
  });
});

describe('the contract', () => {
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
  });
  const checks = conformance(driver, {
    config: { transport: 'http', format: 'ruuvi', pathSecret: 'secret-path', beacons },
    unreachable: { transport: 'cassia', url: 'http://127.0.0.1:1', beacons },
    get settings() {
      return { http: { host: '127.0.0.1', port } };
    },
  });
  for (const check of checks) it(check.name, check.run);
});
