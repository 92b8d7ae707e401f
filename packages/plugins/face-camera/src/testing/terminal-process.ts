import { createInterface } from 'node:readline';

/** Runs a simulated device as a process: says where it is, obeys JSON lines on standard input, ends on a signal. */
export function serveOrders(
  about: Readonly<Record<string, unknown>>,
  obey: (order: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
  stop: () => Promise<void>,
): void {
  const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true, pid: process.pid, ...about });
  const orders = createInterface({ input: process.stdin });
  orders.on('line', (line) => {
    if (line.trim() === '') return;
    let order: unknown;
    try {
      order = JSON.parse(line);
    } catch {
      say({ error: 'not a line of JSON' });
      return;
    }
    const isOrder = typeof order === 'object' && order !== null && !Array.isArray(order);
    say(isOrder ? obey(order as Readonly<Record<string, unknown>>) : { error: 'not an order' });
  });
  const end = async (): Promise<void> => {
    orders.close();
    await stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
}
