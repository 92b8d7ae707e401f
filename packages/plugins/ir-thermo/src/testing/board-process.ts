/**
 * A simulated board at one end of a serial line:
 * `node board.js --path /tmp/line-b --model gy-906 --every-ms 100` (`--every-ms 0`: only when asked)
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input and are answered with one line each:
 * `{"present":36.6,"forMs":1500}`, `{"faults":{"silent":true}}`, `{"status":true}`.
 */
import { openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';
import { parseArgs } from 'node:util';
import { simulatedBoard } from './board.js';
import { SIMULATED_MODELS } from './board-frame.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({ strict: true, options: { path: text, model: text, 'every-ms': text, room: text } });
const model = SIMULATED_MODELS.find((name) => name === (values.model ?? 'gy-906'));
if (values.path === undefined || model === undefined) {
  throw new TypeError(`--path is needed, and --model one of ${SIMULATED_MODELS.join(', ')}`);
}
const everyMs = Number(values['every-ms'] ?? 100);
const line = openSync(values.path, 'r+');
const board = simulatedBoard({
  model,
  everyMs: everyMs > 0 ? everyMs : null,
  ...(values.room === undefined ? {} : { roomCelsius: Number(values.room) }),
  send: (bytes) => void writeSync(line, bytes),
});
const incoming = new ReadStream(line);
incoming.on('data', (bytes: Buffer) => board.receive(bytes));
// The other end was taken away: nobody to send to.
incoming.on('error', () => stop());

const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
say({ ready: true, pid: process.pid, path: values.path, model });

const orders = createInterface({ input: process.stdin });
orders.on('line', (order) => {
  if (order.trim() === '') return;
  const wish = JSON.parse(order) as { present?: number; forMs?: number; faults?: object };
  if (typeof wish.present === 'number') board.present(wish.present, wish.forMs ?? 1500);
  if (typeof wish.faults === 'object') Object.assign(board.faults, wish.faults);
  say({ frames: board.frames, faults: board.faults });
});

function stop(): void {
  board.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
