/**
 * A fake terminal in a process of its own that sends live events when its parent says so: `{ userId, second }` in,
 * `{ sentAt }` out (ms since the epoch, the clock of this machine). First message: the port.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { benchPath } from '../lib/process.js';

interface FakeTerminal {
  start(options: object): Promise<{ readonly port: number; readonly server: import('node:net').Server }>;
  frame(command: number, session: number, reply: number, data: Buffer): Buffer;
  wrap(frame: Buffer): Buffer;
  readonly C: { readonly REG: number };
}

const fake = createRequire(import.meta.url)(benchPath('vendor/fake-terminal.cjs')) as FakeTerminal;
const { port, server } = await fake.start({ records: 0, users: 100 });
let line: Socket | null = null;
server.on('connection', (socket) => {
  line = socket;
});

/** EF_ATTLOG of 32 bytes: 24 bytes user id, verify, state, six bytes of time (adrobinoga/zk-protocol, realtime.md). */
function event(userId: string, second: number): Buffer {
  const data = Buffer.alloc(32);
  data.write(userId, 0, 'latin1');
  data[24] = 1;
  data.set([26, 1, 2, 3 + Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60], 26);
  return fake.wrap(fake.frame(fake.C.REG, 1, 0, data));
}

process.on('message', (message: { readonly userId: string; readonly second: number }) => {
  const bytes = event(message.userId, message.second);
  const sentAt = performance.timeOrigin + performance.now();
  line?.write(bytes);
  process.send?.({ sentAt });
});
process.once('disconnect', () => process.exit(0));
process.send?.({ port });
