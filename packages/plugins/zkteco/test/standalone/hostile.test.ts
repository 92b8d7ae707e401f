import { type AddressInfo, createServer, type Socket } from 'node:net';
import { isHadirError } from '@hadir/sdk';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readAttendance, readUsers } from '../../src/standalone/index.js';
import { COMMAND, REPLY } from '../../src/wire/commands.js';
import { decodeFrame, encodeTcpFrame, type Frame } from '../../src/wire/frame.js';
import { createReassembler } from '../../src/wire/reassembly.js';
import { openTo } from './fake.js';
import { createBench } from './simulator.js';

const bench = createBench();
afterEach(() => bench.clear());

/** A terminal that answers CONNECT properly and everything else as told. */
async function hostile(answer: (request: Frame, socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const reassembler = createReassembler();
    socket.on('data', (piece) =>
      reassembler.push(piece, (bytes) => {
        const request = decodeFrame(bytes);
        if (request.command === COMMAND.CONNECT || request.command === COMMAND.EXIT) {
          socket.write(encodeTcpFrame({ command: REPLY.OK, session: 7, reply: request.reply }));
        } else answer(request, socket);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.defer(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

describe('a hostile terminal', () => {
  it('gets a coded error or an empty answer, whatever frames it sends, in bounded time', async () => {
    const codes = fc.constantFrom(
      REPLY.OK,
      REPLY.ERROR,
      REPLY.DATA,
      REPLY.RETRY,
      REPLY.UNKNOWN,
      COMMAND.DATA,
      COMMAND.PREPARE_DATA,
      COMMAND.REG_EVENT,
      12_345,
    );
    const answers = fc.array(
      fc.record({
        command: codes,
        session: fc.constantFrom(0, 1, 2, 7, 65_535),
        data: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(new Uint8Array(4), Uint8Array.of(8, 0, 0, 0))),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (script) => {
        let turn = 0;
        const port = await hostile((request, socket) => {
          // One to three frames for each request, all with the right reply id.
          for (let i = 0; i <= turn % 3; i++) {
            const next = script[turn++ % script.length];
            if (next !== undefined) socket.write(encodeTcpFrame({ ...next, reply: request.reply }));
          }
        });
        // On a busy machine even the greeting may take longer; then there is no session to be hostile to.
        const session = await openTo(port, { idleTimeoutMs: 25 }).catch((error: unknown) => {
          if (isHadirError(error) && error.code === 'ZK_BUSY_OTHER_CLIENT') return null;
          throw error;
        });
        fc.pre(session !== null);
        const before = performance.now();
        for (const work of [readUsers(session), readAttendance(session, { take: () => Promise.resolve() })]) {
          const outcome = await work.then(
            () => null,
            (error: unknown) => error,
          );
          if (outcome !== null) expect(isHadirError(outcome)).toBe(true);
        }
        await session.close();
        expect(performance.now() - before).toBeLessThan(20_000);
        await bench.clear();
      }),
      { numRuns: 40 },
    );
  });

  it('that drips one byte after the other is not waited for for ever', async () => {
    const timers = new Set<NodeJS.Timeout>();
    const port = await hostile((_request, socket) => {
      socket.write(Buffer.from('5050827d0000f000', 'hex'));
      timers.add(setInterval(() => void socket.write('x'), 10));
    });
    const session = await openTo(port, { idleTimeoutMs: 50 });
    await expect(session.request(COMMAND.GET_TIME)).rejects.toMatchObject({ code: 'ZK_TIMEOUT' });
    await session.close();
    for (const timer of timers) clearInterval(timer);
  });

  it('that floods with events without reading the answers does not fill our memory', async () => {
    const event = encodeTcpFrame({ command: COMMAND.REG_EVENT, session: 1, reply: 0, data: new Uint8Array(32) });
    const flood = Buffer.concat(Array.from({ length: 2_000 }, () => event));
    const port = await hostile((_request, socket) => {
      socket.pause();
      const more = (): void => {
        if (!socket.destroyed) socket.write(flood, more);
      };
      more();
    });
    const session = await openTo(port, { idleTimeoutMs: 20_000 });
    await expect(session.request(COMMAND.GET_TIME)).rejects.toMatchObject({ code: 'ZK_LINE_CUT' });
    expect(session.counters.events).toBeGreaterThan(1_000);
    await session.close();
  });
});
