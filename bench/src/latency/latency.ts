import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type pg from 'pg';
import WebSocket from 'ws';
import { type BenchHub, sleep, startHub, until } from '../hub/start-hub.js';
import { type Bench, ofInterest } from '../lib/bench.js';
import { benchPath } from '../lib/process.js';
import { median, percentile } from '../lib/stats.js';

const EVERY_MS = 40;

const now = (): number => performance.timeOrigin + performance.now();

async function message<Message>(child: ChildProcess): Promise<Message> {
  const [value] = await once(child, 'message');
  return value as Message;
}

/** When each user's event arrived at a WebSocket client. */
async function listen(hub: BenchHub): Promise<{ readonly arrivals: Map<string, number>; close(): void }> {
  const arrivals = new Map<string, number>();
  const socket = new WebSocket(`${hub.url.replace(/^http/, 'ws')}/api/v1/stream`, {
    headers: { authorization: `Bearer ${hub.key}` },
  });
  socket.on('message', (data) => {
    const at = now();
    const told = JSON.parse(String(data)) as { type: string; event?: { deviceUserId: string } };
    if (told.event !== undefined) arrivals.set(told.event.deviceUserId, at);
  });
  await once(socket, 'open');
  return { arrivals, close: () => socket.terminate() };
}

/** One row into one table, committed: the least that durable can mean on this server. */
async function commits(database: pg.Client, count: number): Promise<number[]> {
  await database.query(
    'create table if not exists bench_commit (id bigint generated always as identity primary key, at text)',
  );
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const started = performance.now();
    await database.query('insert into bench_commit (at) values ($1)', [String(at)]);
    times.push(performance.now() - started);
    await sleep(EVERY_MS / 2);
  }
  await database.query('drop table bench_commit');
  return times;
}

async function rounds(hub: BenchHub, terminal: ChildProcess, count: number, first: number): Promise<number[]> {
  const client = await listen(hub);
  const sent = new Map<string, number>();
  for (let at = 0; at < count; at += 1) {
    const userId = String(first + at);
    terminal.send({ userId, second: (first + at) % 3000 });
    sent.set(userId, (await message<{ sentAt: number }>(terminal)).sentAt);
    await sleep(EVERY_MS);
  }
  await until('all live events at the WebSocket client', async () => client.arrivals.size >= count, 30_000);
  client.close();
  return [...sent].map(([userId, at]) => (client.arrivals.get(userId) ?? Number.POSITIVE_INFINITY) - at);
}

/** From the terminal's socket to a WebSocket client, by way of plugin process, journal, queue, normaliser and feed. */
export const latency: Bench = {
  name: 'latency',
  title: "From a terminal's live event to a WebSocket client",
  async run({ quick, say }) {
    const count = quick ? 50 : 300;
    const hub = await startHub();
    const terminal = fork(benchPath('dist/latency/live-terminal.process.js'), [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    try {
      const { port } = await message<{ port: number }>(terminal);
      const { id } = await hub.client.devices.add({
        pluginId: 'zkteco',
        name: 'terminal',
        config: { transport: 'tcp', host: '127.0.0.1', port },
      });
      await until(
        'the device online',
        async () => (await hub.client.devices.get(id)).status.state === 'online',
        60_000,
      );
      await sleep(3000);
      await rounds(hub, terminal, 20, 1);
      const live: number[] = [];
      const commit: number[] = [];
      for (const round of [1, 2, 3]) {
        commit.push(...(await commits(hub.database, count / 2)));
        live.push(...(await rounds(hub, terminal, count, round * 1000)));
        say(`round ${round}: p50 ${median(live).toFixed(1)} ms, one commit ${median(commit).toFixed(2)} ms`);
      }
      const row = (what: string, values: readonly number[]) => ({
        what,
        count: values.length,
        'p50 (ms)': median(values),
        'p99 (ms)': percentile(values, 0.99),
        'max (ms)': Math.max(...values),
      });
      return {
        tables: [
          {
            title: `one event every ${EVERY_MS} ms`,
            rows: [row('live event → WebSocket client', live), row('one commit of one row', commit)],
          },
        ],
        ratios: [
          ofInterest('p50 of the way ÷ p50 of one commit', median(live) / median(commit)),
          ofInterest('p99 of the way ÷ p99 of one commit', percentile(live, 0.99) / percentile(commit, 0.99)),
        ],
        notes: ['The way holds at least two commits after each other: the reading in the journal, then the event.'],
      };
    } finally {
      terminal.disconnect();
      await hub.stop();
    }
  },
};
