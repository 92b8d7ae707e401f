import type { Socket } from 'node:net';
import { seededRandom } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpClient, httpClient } from '../../src/terminals/http-client.js';
import { type DeviceDigest, deviceDigest } from '../../src/testing/device-digest.js';
import { startDeviceServer } from '../../src/testing/device-server.js';
import { PASSWORD } from './support.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Device {
  readonly client: HttpClient;
  readonly digest: DeviceDigest;
}

/** A device that takes its time with each request, so that those side by side are looked at in another order. */
async function device(options: {
  readonly password?: string;
  readonly nonceUses?: number;
  readonly delayMs?: () => number;
  readonly afterRefusal?: (digest: DeviceDigest, line: Socket) => void;
}): Promise<Device> {
  const { nonceUses = 1000, delayMs = () => 0 } = options;
  const digest = deviceDigest({ username: 'admin', password: PASSWORD, realm: 'DS-K1T341', nonceUses });
  const server = await startDeviceServer((request, response) => {
    setTimeout(() => {
      if (digest.admit(request, response)) response.end('{}');
      else options.afterRefusal?.(digest, request.socket);
    }, delayMs());
  });
  const password = options.password ?? PASSWORD;
  const client = httpClient({ host: server.host, port: server.port, tls: null, username: 'admin', password });
  open.push(async () => {
    client.close();
    await server.stop();
  });
  return { client, digest };
}

const signal = AbortSignal.timeout(20_000);

describe('signing in', () => {
  it.each([1, 3, 1000])('holds for requests side by side; a nonce is good for %i', async (nonceUses) => {
    const random = seededRandom(nonceUses);
    const { client, digest } = await device({ nonceUses, delayMs: () => random() * 4 });
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, i) => await client.send(`/ISAPI/${i}`, { signal })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(digest.failures).toBe(0);
  });

  it('survives a device that restarts between its challenge and the answer', async () => {
    let refusals = 0;
    const { client } = await device({
      afterRefusal: (digest, line) => {
        refusals += 1;
        if (refusals > 1) return;
        digest.restart();
        line.end();
      },
    });
    expect(await client.send('/ISAPI/a', { signal })).toMatchObject({ status: 200 });
    expect(refusals).toBeGreaterThan(1);
  });

  it('gives a wrong password away once, whoever else asks', async () => {
    const { client, digest } = await device({ password: 'salah' });
    await expect(client.send('/ISAPI/a', { signal })).rejects.toMatchObject({ code: 'FACE_TERMINAL_AUTH' });
    await expect(client.send('/ISAPI/b', { signal })).rejects.toMatchObject({ code: 'FACE_TERMINAL_AUTH' });
    expect(digest.failures).toBe(1);
  });
});
