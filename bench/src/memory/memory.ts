import { readFile } from 'node:fs/promises';
import { type BenchHub, startHub, until } from '../hub/start-hub.js';
import { atMost, type Bench, ofInterest, type Row } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { mib } from '../lib/stats.js';
import { startTerminal } from '../lib/terminal.js';
import type { PeerReport } from '../peers/peer.process.js';
import { pullLog } from '../pull/pull-log.js';

/** The log grows tenfold; what the driver keeps may grow a little, for the hub's limits, but not with the log. */
const AIM = 1.5;
const LIMIT_MS = 900_000;

/** Highest resident memory that the process ever had, from the kernel (VmHWM, proc(5)). */
async function peakRssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

/** Highest memory of the plugin's process, started anew, while it reads a log of that length. */
async function peak(hub: BenchHub, records: number): Promise<{ readonly bytes: number; readonly seconds: number }> {
  await hub.client.plugins.restart('zkteco');
  let pid = 0;
  await until(
    'the plugin running again',
    async () => {
      const [plugin] = await hub.client.plugins.list();
      pid = plugin?.pid ?? 0;
      return plugin?.state === 'running' && pid > 0;
    },
    30_000,
  );
  let bytes = 0;
  const { seconds } = await pullLog(hub, { records, users: 5000 }, LIMIT_MS, async () => {
    bytes = await peakRssOf(pid);
  });
  return { bytes, seconds };
}

export const memory: Bench = {
  name: 'memory',
  title: 'Memory of the driver process while it reads a long log',
  async run({ quick, say }) {
    const sizes = quick ? [10_000, 100_000] : [100_000, 1_000_000];
    const hub = await startHub();
    const rows: Row[] = [];
    const peaks: number[] = [];
    try {
      for (const records of sizes) {
        const { bytes, seconds } = await peak(hub, records);
        peaks.push(bytes);
        rows.push({ reader: 'Hadir, plugin process', records, 'peak RSS (MiB)': mib(bytes), seconds });
        say(`${records} records: ${mib(bytes)} MiB, ${seconds.toFixed(1)} s`);
      }
    } finally {
      await hub.stop();
    }
    const most = sizes.at(-1) ?? 0;
    const terminal = await startTerminal({ records: most, users: 5000, pace: '5' });
    const { message } = await runProcess<PeerReport>(
      'peers/peer.process',
      ['zkteco-js', 'tcp', `${terminal.port}`, 'read'],
      {
        timeoutMs: 240_000,
      },
    );
    await terminal.stop();
    const peer = message?.peakRssBytes ?? 0;
    rows.push({
      reader: 'zkteco-js, reading only',
      records: message?.records ?? 0,
      'peak RSS (MiB)': mib(peer),
      seconds: (message?.readMs ?? 0) / 1000,
    });
    const [small = 0, large = 0] = peaks;
    return {
      tables: [{ title: 'peak resident memory', rows }],
      ratios: [
        atMost('Hadir: ten times the log ÷ the log', large / small, AIM),
        ofInterest('zkteco-js ÷ Hadir, at the longer log', peer / large),
      ],
      notes: ['The plugin process is started anew for each length. Figures include Node.js itself (about 50 MiB).'],
    };
  },
};
