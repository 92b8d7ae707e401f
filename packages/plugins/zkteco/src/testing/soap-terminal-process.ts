/**
 * The simulated SOAP terminal as a process of its own:
 * `node soap-terminal.js --port 8080 --records 500 --comm-key 0 --truncate-after 2000 --truncate-times 2`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input and are answered with one line each:
 * `{"punch":{"deviceUserId":"1001"}}`, `{"faults":{"truncateAfter":500}}`, `{"status":true}`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { pushedPunch } from './adms-terminal-backlog.js';
import { startSoapTerminal } from './soap-terminal.js';
import { obeySoapOrder } from './soap-terminal-orders.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  strict: true,
  options: {
    host: text,
    port: text,
    serial: text,
    'comm-key': text,
    records: text,
    users: text,
    'utc-offset-seconds': text,
    'truncate-after': text,
    'truncate-times': text,
  },
});

function number(name: keyof typeof values, otherwise: number): number {
  const given = values[name];
  if (given === undefined) return otherwise;
  if (!/^-?\d{1,10}$/.test(given)) throw new TypeError(`--${name} must be a whole number, not "${given}"`);
  return Number(given);
}

const people = Math.max(1, number('users', 20));
const terminal = await startSoapTerminal({
  host: values.host ?? '127.0.0.1',
  port: number('port', 0),
  serialNumber: values.serial ?? 'SIM-SOAP-1',
  commKey: number('comm-key', 0),
  memory: {
    users: Array.from({ length: people }, (_, i) => ({
      slot: i + 1,
      pin: String(1001 + i),
      name: `Pegawai ${1001 + i}`,
      privilege: 0,
      card: 0,
    })),
    punches: Array.from({ length: number('records', 0) }, (_, i) => pushedPunch(i, people)),
    utcOffsetSeconds: number('utc-offset-seconds', 7 * 3600),
  },
  faults:
    values['truncate-after'] === undefined
      ? {}
      : { truncateAfter: number('truncate-after', 0), times: number('truncate-times', 1) },
});

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({
  ready: true,
  pid: process.pid,
  host: terminal.host,
  port: terminal.port,
  records: terminal.memory.punches.length,
  users: terminal.memory.users.length,
});

const orders = createInterface({ input: process.stdin });
orders.on('line', (line) => {
  if (line.trim() !== '') say(obeySoapOrder(terminal, line));
});

async function stop(): Promise<void> {
  orders.close();
  await terminal.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
