import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { COMMAND } from '../../src/wire/commands.js';
import { codeOf, openTo } from './fake.js';
import { createBench } from './simulator.js';

const bench = createBench();
afterEach(() => bench.clear());

/** Something on a port that is no terminal. */
async function impostor(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.defer(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const says = (bytes: Buffer) => impostor((socket) => void socket.once('data', () => socket.write(bytes)));

describe('opening a session', () => {
  it('says that nothing listens', async () => {
    const terminal = await bench.terminal();
    const { port } = terminal;
    await terminal.close();
    expect(await codeOf(openTo(port))).toBe('ZK_UNREACHABLE');
    expect(await codeOf(openTo(port, { transport: 'udp', attempts: 1 }))).toBe('ZK_UNREACHABLE');
  });

  it('says that another client is probably connected', async () => {
    const busy = await bench.terminal({ faults: { busy: true } });
    expect(await codeOf(openTo(busy.port))).toBe('ZK_BUSY_OTHER_CLIENT');
    const silent = await bench.terminal({ faults: { mute: true } });
    expect(await codeOf(openTo(silent.port))).toBe('ZK_BUSY_OTHER_CLIENT');
    expect(await codeOf(openTo(silent.port, { transport: 'udp', attempts: 2 }))).toBe('ZK_UNREACHABLE');
  });

  it('recognises encrypted firmware by answer and by magic', async () => {
    const terminal = await bench.terminal({ faults: { encrypted: true } });
    expect(await codeOf(openTo(terminal.port))).toBe('ZK_ENCRYPTED_FIRMWARE');
    expect(await codeOf(openTo(await says(Buffer.from('5050837c1000000000', 'hex'))))).toBe('ZK_ENCRYPTED_FIRMWARE');
  });

  it('recognises what is not a terminal', async () => {
    expect(await codeOf(openTo(await says(Buffer.from('aa0101000000c155', 'hex'))))).toBe('ZK_C3_PANEL');
    expect(await codeOf(openTo(await says(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))))).toBe(
      'ZK_NOT_THIS_PROTOCOL',
    );
  });

  it('refuses a frame that claims 2 GB without waiting for it', async () => {
    const claim = Buffer.from('5050827d00000080', 'hex');
    expect(await codeOf(openTo(await says(claim)))).toBe('ZK_FRAME_TOO_LARGE');
  });

  it('sends key 0 when the terminal asks and none is set, and tries a wrong one once only', async () => {
    const terminal = await bench.terminal({ commKey: 77 });
    expect(await codeOf(openTo(terminal.port))).toBe('ZK_KEY_NEEDED');
    expect(terminal.requests.get(COMMAND.AUTH)).toBe(1);
    expect(await codeOf(openTo(terminal.port, { commKey: 78, transport: 'udp' }))).toBe('ZK_KEY_WRONG');
    expect(terminal.requests.get(COMMAND.AUTH)).toBe(2);
    expect(await codeOf(bench.session(terminal.port, { commKey: 77, transport: 'udp' }))).toBeNull();
  });

  it('opens with a signal that aborts while it waits', async () => {
    const terminal = await bench.terminal({ faults: { mute: true } });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    expect(await codeOf(openTo(terminal.port, { signal: abort.signal, idleTimeoutMs: 10_000 }))).toBe('ZK_ABORTED');
    expect(await codeOf(openTo(terminal.port, { signal: AbortSignal.abort() }))).toBe('ZK_ABORTED');
  });

  it('opens over UDP although datagrams get lost', async () => {
    const terminal = await bench.terminal({ faults: { loss: 0.3 } });
    const session = await bench.session(terminal.port, { transport: 'udp', attempts: 12, idleTimeoutMs: 60 });
    for (let i = 0; i < 20; i++) await session.request(COMMAND.GET_TIME);
    terminal.setFaults({});
  });
});

describe('requests', () => {
  it('drops answers that come too late', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port, { idleTimeoutMs: 100 });
    terminal.setFaults({ delayMs: 160 });
    expect(await codeOf(session.request(COMMAND.GET_VERSION))).toBe('ZK_TIMEOUT');
    terminal.setFaults({});
    const answer = await session.request(COMMAND.GET_PINWIDTH);
    expect([...answer.data]).toEqual([9]);
    expect(session.counters.lateFrames).toBe(1);
  });

  it('serves many callers strictly one after the other', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port);
    const answers = await Promise.all(Array.from({ length: 200 }, () => session.request(COMMAND.GET_PINWIDTH)));
    expect(answers.every((answer) => answer.data[0] === 9)).toBe(true);
    expect(session.counters.lateFrames).toBe(0);
  });

  it('tells unknown commands apart from a broken session', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port);
    expect(await codeOf(session.request(2013))).toBe('ZK_UNSUPPORTED_COMMAND');
    expect(await codeOf(session.request(COMMAND.GET_TIME))).toBeNull();
  });

  it('ends with the line: the request, those that wait, and the session', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port, { idleTimeoutMs: 5_000 });
    terminal.setFaults({ mute: true });
    const running = codeOf(session.request(COMMAND.GET_TIME));
    const waiting = codeOf(session.request(COMMAND.GET_TIME));
    setTimeout(() => terminal.cutLines(), 30);
    expect(await running).toBe('ZK_LINE_CUT');
    expect(await waiting).toBe('ZK_LINE_CUT');
    expect(await session.ended).toMatchObject({ code: 'ZK_LINE_CUT' });
    expect(await codeOf(session.request(COMMAND.GET_TIME))).toBe('ZK_LINE_CUT');
  });

  it('lets a caller give up while it waits its turn', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port);
    terminal.setFaults({ mute: true });
    const running = codeOf(session.request(COMMAND.GET_TIME));
    const abort = new AbortController();
    const waiting = codeOf(session.request(COMMAND.GET_TIME, undefined, { signal: abort.signal }));
    abort.abort();
    expect(await waiting).toBe('ZK_ABORTED');
    expect(await running).toBe('ZK_TIMEOUT');
  });

  it('fails on damage over TCP, because the boundaries of frames are then lost', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port);
    terminal.setFaults({ corruptEvery: 1 });
    expect(await codeOf(session.request(COMMAND.GET_VERSION))).toBe('ZK_CHECKSUM');
    const other = await bench.terminal();
    const second = await bench.session(other.port);
    other.setFaults({ garbageEvery: 1 });
    expect(await codeOf(second.request(COMMAND.GET_VERSION))).toBe('ZK_DESYNC');
  });

  it('counts damage over UDP as loss', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port, { transport: 'udp', idleTimeoutMs: 100, attempts: 6 });
    terminal.setFaults({ corruptEvery: 2 });
    for (let i = 0; i < 6; i++) await session.request(COMMAND.GET_VERSION);
    expect(session.counters.discardedDatagrams).toBeGreaterThan(0);
  });
});

describe('leaving', () => {
  it('says EXIT and leaves nothing behind, however often it is closed', async () => {
    const terminal = await bench.terminal();
    const session = await openTo(terminal.port);
    await Promise.all([session.close(), session.close()]);
    await session.close();
    expect(terminal.requests.get(COMMAND.EXIT)).toBe(1);
    expect(await session.ended).toBeNull();
    await expect.poll(() => terminal.connections).toBe(0);
    expect(await codeOf(session.request(COMMAND.GET_TIME))).toBe('ZK_SESSION_CLOSED');
  });

  it('closes while a request is under way, and in bounded time when the terminal is silent', async () => {
    const terminal = await bench.terminal();
    const session = await openTo(terminal.port, { idleTimeoutMs: 60_000 });
    terminal.setFaults({ mute: true });
    const running = codeOf(session.request(COMMAND.GET_TIME));
    const before = performance.now();
    await session.close();
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(await running).toBe('ZK_SESSION_CLOSED');
  });

  it('closes when its signal aborts', async () => {
    const terminal = await bench.terminal();
    const abort = new AbortController();
    const session = await openTo(terminal.port, { signal: abort.signal });
    abort.abort();
    expect(await session.ended).toBeNull();
    expect(terminal.requests.get(COMMAND.EXIT)).toBe(1);
  });

  it('leaves no socket and no timer, also after failures', async () => {
    const terminal = await bench.terminal();
    const handles = () => process.getActiveResourcesInfo().filter((kind) => /TCPSocketWrap|UDPWRAP|Timeout/.test(kind));
    await expect.poll(() => handles().filter((kind) => kind === 'TCPSocketWrap').length).toBe(0);
    const before = handles().length;
    for (const transport of ['tcp', 'udp'] as const) {
      const session = await openTo(terminal.port, { transport, keepAliveMs: 30_000 });
      await session.request(COMMAND.GET_TIME);
      await session.close();
    }
    terminal.setFaults({ mute: true });
    await codeOf(openTo(terminal.port, { idleTimeoutMs: 50 }));
    await codeOf(openTo(terminal.port, { idleTimeoutMs: 50, transport: 'udp' }));
    await expect.poll(() => handles().length).toBeLessThanOrEqual(before);
  });
});

describe('keep-alive', () => {
  it('notices a line that died without a word', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port, { keepAliveMs: 50, idleTimeoutMs: 100 });
    await expect.poll(() => terminal.requests.get(COMMAND.GET_TIME) ?? 0).toBeGreaterThan(2);
    terminal.setFaults({ mute: true });
    expect(await session.ended).toMatchObject({ code: 'ZK_TIMEOUT' });
  });
});
