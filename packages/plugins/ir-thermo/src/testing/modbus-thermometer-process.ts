/**
 * The simulated Modbus sensor as a process of its own: `node modbus-thermometer.js --port 1502`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input: `{"present":36.6,"forMs":1500}`.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startModbusThermometer } from './modbus-thermometer.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({ strict: true, options: { port: text, host: text, room: text } });
const sensor = await startModbusThermometer({
  port: Number(values.port ?? 0),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.room === undefined ? {} : { roomCelsius: Number(values.room) }),
});
const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
say({ ready: true, pid: process.pid, host: sensor.host, port: sensor.port });

const orders = createInterface({ input: process.stdin });
orders.on('line', (order) => {
  if (order.trim() === '') return;
  const wish = JSON.parse(order) as { present?: number; forMs?: number };
  if (typeof wish.present === 'number') sensor.present(wish.present, wish.forMs ?? 1500);
  say({ presented: wish.present ?? null });
});

async function stop(): Promise<void> {
  orders.close();
  await sensor.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
