import { startHub } from '../hub/start-hub.js';
import { atLeast, type Bench, ofInterest, type Row } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { median } from '../lib/stats.js';
import { startTerminal, type TerminalOptions } from '../lib/terminal.js';
import { isComplete } from '../lib/totals.js';
import { PEERS, type PeerName } from '../peers/peer.js';
import type { PeerReport } from '../peers/peer.process.js';
import { plainInserts } from './plain-inserts.js';
import { pullLog } from './pull-log.js';

const AIM = 0.4;
const USERS = 5000;
/** The gentlest terminal that each peer needs to get every record of a long log (at full speed they lose records). */
const GENTLE: Readonly<Record<PeerName, TerminalOptions>> = {
  'zkteco-js': { pace: '5' },
  'node-zklib': { pace: '5', 'chunk-pace': 40 },
};

async function peerRead(name: PeerName, options: TerminalOptions): Promise<{ seconds: number; complete: boolean }> {
  const terminal = await startTerminal(options);
  try {
    const { message } = await runProcess<PeerReport>('peers/peer.process', [name, 'tcp', `${terminal.port}`, 'read'], {
      timeoutMs: 120_000,
    });
    if (message === null) return { seconds: Number.POSITIVE_INFINITY, complete: false };
    return {
      seconds: (message.connectMs + message.readMs) / 1000,
      complete: message.error === null && isComplete(message, terminal.expect),
    };
  } finally {
    await terminal.stop();
  }
}

/** A terminal's whole log into durable attendance events, against the least that any program must do with the same rows. */
export const pull: Bench = {
  name: 'pull',
  title: 'Pulling a log end to end, until all of it is durable attendance events',
  async run({ quick, say }) {
    const records = quick ? 20_000 : 100_000;
    const rounds = quick ? 1 : 5;
    const hadir: number[] = [];
    const plain: number[] = [];
    const hub = await startHub();
    const rows: Row[] = [];
    try {
      // The first round warms up the hub and is not counted.
      for (let round = 0; round <= rounds; round += 1) {
        const pulled = await pullLog(hub, { records, users: USERS }, 180_000);
        const inserted = await plainInserts(hub.database, pulled.deviceId);
        if (round > 0) {
          hadir.push(pulled.seconds);
          plain.push(inserted);
        }
        say(`round ${round}: pulled in ${pulled.seconds.toFixed(2)} s, plain inserts ${inserted.toFixed(2)} s`);
      }
      rows.push({
        what: 'Hadir, end to end',
        terminal: 'full speed',
        seconds: median(hadir),
        'rows/s': Math.round(records / median(hadir)),
        complete: 'yes',
      });
      rows.push({
        what: 'plain batched inserts only',
        terminal: '–',
        seconds: median(plain),
        'rows/s': Math.round(records / median(plain)),
        complete: 'yes',
      });
      for (const name of PEERS) {
        for (const [terminal, pace] of [
          ['full speed', {}],
          ['gentle', GENTLE[name]],
        ] as const) {
          const { seconds, complete } = await peerRead(name, { records, users: USERS, ...pace });
          rows.push({
            what: `${name}, reading only`,
            terminal,
            seconds,
            'rows/s': Math.round(records / seconds),
            complete: complete ? 'yes' : 'NO',
          });
          say(`${name} ${terminal}: ${seconds.toFixed(2)} s ${complete ? '' : '(incomplete)'}`);
        }
        const same = await pullLog(hub, { records, users: USERS, ...GENTLE[name] }, 180_000);
        rows.push({
          what: 'Hadir, end to end',
          terminal: `gentle, as for ${name}`,
          seconds: same.seconds,
          'rows/s': Math.round(records / same.seconds),
          complete: 'yes',
        });
      }
    } finally {
      await hub.stop();
    }
    const fastest = Math.max(
      ...rows
        .filter((row) => row.complete === 'yes' && String(row.what).includes('reading only'))
        .map((row) => Number(row['rows/s'])),
      0,
    );
    return {
      tables: [{ title: `${records.toLocaleString('en-US')} records of 40 bytes, medians of ${rounds} rounds`, rows }],
      ratios: [
        atLeast('rate of Hadir end to end ÷ rate of plain batched inserts', median(plain) / median(hadir), AIM),
        ...(fastest > 0
          ? [
              ofInterest(
                'rate of Hadir end to end ÷ the fastest complete peer’s read alone',
                records / median(hadir) / fastest,
              ),
            ]
          : []),
      ],
      notes: [
        'Hadir: connect, users, log, plugin process, hash-chained journal, queue, normaliser, events with four indexes, change feed; all on one embedded PostgreSQL with fsync.',
        'Plain: the same rows, statements of 1,000 rows, one transaction each, one connection, one table with a primary key, same server, same run.',
        'Peers: connect and read into memory only; nothing is stored. At full speed they lose records, so they also run against a terminal that pauses.',
      ],
    };
  },
};
