import { createSocket, type Socket } from 'node:dgram';
import { createRequire } from 'node:module';
import { type DeviceCandidate, instant } from '@hadir/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { createDiscovery } from '../../src/discovery/discovery.js';
import { silentLog } from '../support/context.js';

const { start } = createRequire(import.meta.url)('../../../../../bench/vendor/fake-terminal.cjs') as {
  start(options: object): Promise<{ port: number; close(): Promise<void> }>;
};
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function searcher(port: number, minIntervalMs = 0) {
  const found: DeviceCandidate[] = [];
  const discovery = createDiscovery({
    addresses: ['127.0.0.1'],
    port,
    clock: { now: () => instant(Date.now()) },
    log: silentLog,
    discovered: (candidate) => found.push(candidate),
    listenMs: 300,
    minIntervalMs,
  });
  return { found, search: () => discovery.search(new AbortController().signal) };
}

function answering(answer: (message: Buffer) => Buffer[]): Promise<{ port: number; socket: Socket; got: Buffer[] }> {
  const got: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    got.push(message);
    for (const reply of answer(message)) socket.send(reply, from.port, from.address);
  });
  closers.push(() => void socket.close());
  return new Promise((resolve) =>
    socket.bind(0, '127.0.0.1', () => resolve({ port: socket.address().port, socket, got })),
  );
}

describe('discovery', () => {
  it('names a terminal by the serial number it states and says how to reach it', async () => {
    const terminal = await start({ udp: true, records: 1 });
    closers.push(() => terminal.close());
    const { found, search } = searcher(terminal.port);
    await search();
    expect(found).toEqual([
      {
        key: 'FAKE00000001',
        name: 'FakeTA40 FAKE00000001',
        config: { transport: 'tcp', host: '127.0.0.1', port: terminal.port, serialNumber: 'FAKE00000001' },
        info: {
          address: '127.0.0.1',
          port: terminal.port,
          macAddress: '00:17:61:00:00:01',
          platform: 'ZMM220_TFT',
          needs: '',
        },
      },
    ]);
  });

  it('leaves out a locked terminal of which nothing stable is known, and leaves every session', async () => {
    const unauth = Buffer.from('d5070000455c0000', 'hex');
    unauth.writeUInt16LE(checksum(unauth), 2);
    const { port, got } = await answering((message) => (message.readUInt16LE(0) === 1000 ? [unauth] : []));
    const { found, search } = searcher(port);
    await search();
    expect(found).toEqual([]);
    expect(got.map((message) => message.readUInt16LE(0))).toContain(1001);
  });

  it('bears floods of garbage without finding anything in it', async () => {
    const { port } = await answering(() => Array.from({ length: 50 }, (_, i) => Buffer.alloc(i * 7, i)));
    const { found, search } = searcher(port);
    await search();
    expect(found).toEqual([]);
  });

  it('does not knock again before its time', async () => {
    const { port, got } = await answering(() => []);
    const { search } = searcher(port, 60_000);
    await search();
    const knocks = got.length;
    await search();
    expect(knocks).toBeGreaterThan(0);
    expect(got.length).toBe(knocks);
  });
});

function checksum(frame: Buffer): number {
  let sum = 0;
  for (let i = 0; i < frame.length; i += 2) if (i !== 2) sum += frame.readUInt16LE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum ^ 0xffff;
}
