import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type FaultProxy, type Faults, tcpFaultProxy, udpFaultProxy, until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, test } from 'vitest';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A device that says `speech` to everyone who connects, and repeats what it hears. */
async function tcpDevice(speech: Buffer): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('data', (bytes) => socket.write(bytes));
    socket.write(speech);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  const proxy = await tcpFaultProxy({ port: (server.address() as { port: number }).port });
  open.push(proxy);
  return proxy;
}

function listenTo(proxy: FaultProxy) {
  const socket = connect(proxy.port, '127.0.0.1');
  const pieces: Buffer[] = [];
  const state = { closed: false, pieces, all: () => Buffer.concat(pieces), socket };
  socket.on('data', (piece) => pieces.push(piece)).on('error', () => undefined);
  socket.on('close', () => {
    state.closed = true;
  });
  open.push({ close: () => socket.destroy() });
  return state;
}

const speech = Buffer.from(Array.from({ length: 600 }, (_, at) => at % 251));

describe('over TCP', () => {
  test('nothing is changed without faults', async () => {
    const proxy = await tcpDevice(speech);
    const client = listenTo(proxy);
    await until('all has come', () => client.all().length === 600);
    client.socket.write('echo');
    await until('the echo', () => client.all().length === 604);
    expect(client.all().subarray(0, 600).equals(speech)).toBe(true);
    expect(proxy.connections()).toBe(1);
  });

  test('writes are cut into pieces, never altered', async () => {
    const proxy = await tcpDevice(speech);
    proxy.fromDevice({ seed: 5, fragmentBytes: 7, delayMs: 1 });
    const client = listenTo(proxy);
    await until('all has come', () => client.all().length === 600);
    expect(client.all().equals(speech)).toBe(true);
    expect(client.pieces.length).toBeGreaterThan(20);
  });

  test('writes are joined', async () => {
    const proxy = await tcpDevice(Buffer.from('hello'));
    proxy.fromDevice({ coalesceMs: 150 });
    const client = listenTo(proxy);
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.socket.write('A');
    await until('all has come', () => client.all().length === 6);
    expect(client.pieces.map(String)).toEqual(['helloA']);
  });

  test('the line breaks in the middle of a frame', async () => {
    const proxy = await tcpDevice(speech);
    proxy.fromDevice({ cutAfterBytes: 100 });
    const client = listenTo(proxy);
    await until('the cut', () => client.closed);
    expect(client.all().length).toBeLessThanOrEqual(100);
  });

  test('the line stalls and stays open', async () => {
    const proxy = await tcpDevice(speech);
    proxy.fromDevice({ stallAfterBytes: 33 });
    const client = listenTo(proxy);
    await until('the first part', () => client.all().length === 33);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client).toMatchObject({ closed: false });
    expect(client.all().length).toBe(33);
  });

  test('the same seed garbles the same bytes', async () => {
    const garbled = async (faults: Faults) => {
      const proxy = await tcpDevice(speech);
      proxy.fromDevice(faults);
      const client = listenTo(proxy);
      await until('all has come', () => client.all().length === 600);
      return client.all();
    };
    const first = await garbled({ seed: 3, garbleRate: 0.05 });
    expect(first.equals(speech)).toBe(false);
    expect((await garbled({ seed: 3, garbleRate: 0.05 })).equals(first)).toBe(true);
    expect((await garbled({ seed: 4, garbleRate: 0.05 })).equals(first)).toBe(false);
  });

  test('the plug is pulled and put in again', async () => {
    const proxy = await tcpDevice(speech);
    const before = listenTo(proxy);
    await until('all has come', () => before.all().length === 600);
    await proxy.setDown(true);
    await until('the cut', () => before.closed);
    const during = listenTo(proxy);
    await until('refused', () => during.closed);
    expect(during.all().length).toBe(0);
    await proxy.setDown(false);
    const after = listenTo(proxy);
    await until('all has come again', () => after.all().length === 600);
  });

  test('throttled bytes take their time', async () => {
    const proxy = await tcpDevice(speech);
    proxy.fromDevice({ bytesPerSecond: 2_000, fragmentBytes: 100 });
    const startedAt = performance.now();
    const client = listenTo(proxy);
    await until('all has come', () => client.all().length === 600);
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });
});

describe('over UDP', () => {
  const bound = async (): Promise<UdpSocket> => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    open.push({ close: () => new Promise<void>((resolve) => socket.close(resolve)) });
    return socket;
  };
  const exchange = async (faults: Faults): Promise<number[]> => {
    const device = await bound();
    device.on('message', (bytes, { port, address }) => device.send(bytes, port, address));
    const proxy = await udpFaultProxy({ port: device.address().port });
    open.push(proxy);
    proxy.fromDevice(faults);
    const client = await bound();
    const got: number[] = [];
    client.on('message', (bytes) => got.push(bytes.length === 2 ? bytes.readUInt16LE(0) : -1));
    for (let number = 0; number < 200; number++) {
      const bytes = Buffer.alloc(2);
      bytes.writeUInt16LE(number);
      client.send(bytes, proxy.port, '127.0.0.1');
      if (number % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    return got;
  };
  const inOrder = (numbers: readonly number[]) =>
    numbers.every((number, at) => at === 0 || number >= (numbers[at - 1] ?? 0));

  test('datagrams pass', async () => {
    const got = await exchange({});
    expect(got).toHaveLength(200);
  });

  test('some are lost, some come twice, some overtake', async () => {
    const lossy = await exchange({ seed: 2, lossRate: 0.3 });
    expect(lossy.length).toBeGreaterThan(100);
    expect(lossy.length).toBeLessThan(180);
    expect((await exchange({ duplicateRate: 0.5 })).length).toBeGreaterThan(240);
    expect(inOrder(await exchange({ jitterMs: 60 }))).toBe(false);
  });
});
