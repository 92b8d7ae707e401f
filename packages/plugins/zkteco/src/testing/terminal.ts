/**
 * The simulated terminal as a process of its own:
 * `node terminal.js --port 4370 --records 5000 --comm-key 12 --log-file ./kelurahan.jsonl`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input and are answered with one line each:
 * `{"punch":{"deviceUserId":"1001"}}`, `{"faults":{"mute":true}}`, `{"cut":true}`, `{"status":true}`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { TERMINAL_ARGUMENTS, terminalOptionsFrom } from './terminal-arguments.js';
import { obeyOrder } from './terminal-orders.js';
import { startTerminal } from './terminal-server.js';

const { values } = parseArgs({ options: TERMINAL_ARGUMENTS, strict: true });
const terminal = await startTerminal(terminalOptionsFrom(values));

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({
  ready: true,
  pid: process.pid,
  host: terminal.host,
  port: terminal.port,
  serialNumber: terminal.serialNumber,
  records: terminal.recordCount,
  users: terminal.userCount,
});

const everyMs = Number(values['punch-every-ms'] ?? 0);
let turn = 0;
const puncher =
  everyMs > 0
    ? setInterval(() => {
        const who = 1001 + (turn++ % Math.max(1, terminal.userCount));
        const { deviceUserId } = terminal.punch({ deviceUserId: String(who) });
        say({ punched: deviceUserId });
      }, everyMs)
    : undefined;

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => {
  if (line.trim() !== '') say(obeyOrder(terminal, line));
});

async function stop(): Promise<void> {
  clearInterval(puncher);
  orders.close();
  await terminal.close();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
