/**
 * The simulated push terminal as a process of its own:
 * `node adms-terminal.js --server http://127.0.0.1:8081 --serial SIM-ADMS-1 --records 2000 --punch-every-ms 3000`
 *
 * Prints one JSON line when it runs. Orders come as JSON lines on standard input and are answered with one line each:
 * `{"punch":{"deviceUserId":"1001"}}`, `{"online":false}`, `{"status":true}`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startAdmsTerminal } from './adms-terminal.js';
import { pushedPunch } from './adms-terminal-backlog.js';
import { obeyAdmsOrder } from './adms-terminal-orders.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  strict: true,
  options: {
    server: text,
    serial: text,
    'push-comm-key': text,
    records: text,
    users: text,
    'poll-ms': text,
    'retry-ms': text,
    'batch-rows': text,
    'log-file': text,
    'clock-error-ms': text,
    'punch-every-ms': text,
  },
});

function number(name: keyof typeof values, otherwise: number): number {
  const given = values[name];
  if (given === undefined) return otherwise;
  if (!/^-?\d{1,10}$/.test(given)) throw new TypeError(`--${name} must be a whole number, not "${given}"`);
  return Number(given);
}

const people = Math.max(1, number('users', 20));
const terminal = startAdmsTerminal({
  server: values.server ?? 'http://127.0.0.1:8081',
  serialNumber: values.serial ?? 'SIM-ADMS-1',
  pollMs: number('poll-ms', 1_000),
  retryMs: number('retry-ms', 1_000),
  batchRows: number('batch-rows', 100),
  clockErrorMs: number('clock-error-ms', 0),
  users: Array.from({ length: people }, (_, i) => ({
    pin: String(1001 + i),
    name: `Pegawai ${1001 + i}`,
    privilege: 0,
    card: '',
  })),
  backlog: Array.from({ length: number('records', 0) }, (_, i) => pushedPunch(i, people)),
  ...(values['push-comm-key'] === undefined ? {} : { pushCommKey: values['push-comm-key'] }),
  ...(values['log-file'] === undefined ? {} : { logFile: values['log-file'] }),
});

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({
  ready: true,
  pid: process.pid,
  serialNumber: terminal.serialNumber,
  records: terminal.punches.length,
  users: terminal.users.size,
});

const everyMs = number('punch-every-ms', 0);
let turn = 0;
const puncher =
  everyMs > 0
    ? setInterval(() => {
        const { pin } = terminal.punch({ pin: String(1001 + (turn++ % people)) });
        say({ punched: pin });
      }, everyMs)
    : undefined;

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => {
  if (line.trim() !== '') say(obeyAdmsOrder(terminal, line));
});

async function stop(): Promise<void> {
  clearInterval(puncher);
  orders.close();
  await terminal.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
