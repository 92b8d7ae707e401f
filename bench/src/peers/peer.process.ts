/** Reads a terminal with a peer library and reports totals. Arguments: peer, transport, port, `read` or `live`, live events. */
import { report } from '../lib/process.js';
import { timeNumberOf } from '../lib/totals.js';
import { openPeer, type PeerName, type Transport } from './peer.js';

/** How long the peers wait for an answer themselves; their own default is ten seconds. */
const PEER_TIMEOUT_MS = 5000;
const LIVE_WAIT_MS = 4000;

export interface PeerReport {
  readonly records: number;
  readonly userIdSum: number;
  readonly timeSum: number;
  readonly badDates: number;
  readonly error: string | null;
  readonly connectMs: number;
  readonly readMs: number;
  readonly peakRssBytes: number;
}

const [name, transport, port, mode] = process.argv.slice(2) as [PeerName, Transport, string, 'read' | 'live'];
const sums = { records: 0, userIdSum: 0, timeSum: 0, badDates: 0 };
let connectMs = 0;
let readMs = 0;

function add(userId: string, time: Date): void {
  sums.records += 1;
  sums.userIdSum += Number(userId);
  sums.timeSum += timeNumberOf(time);
}

function finish(error: string | null): void {
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  report({ ...sums, error, connectMs, readMs, peakRssBytes } satisfies PeerReport);
}

// The peers also fail outside any promise they gave; to their caller that is a crash, which is loud.
process.on('uncaughtException', (error) => finish(`crashed: ${error.message}`));
process.on('unhandledRejection', (error) =>
  finish(`crashed: ${error instanceof Error ? error.message : String(error)}`),
);

try {
  const peer = openPeer(name, transport, Number(port), PEER_TIMEOUT_MS);
  const started = performance.now();
  await peer.connect();
  connectMs = performance.now() - started;
  if (mode === 'live') {
    const told = new Set<string>();
    await peer.listen((userId, time) => {
      // The terminal sends the same scan many times; what counts is whether it arrived, and right.
      const scan = `${userId} ${time.getTime()}`;
      if (!told.has(scan)) add(userId, time);
      told.add(scan);
    });
    await new Promise((resolve) => setTimeout(resolve, LIVE_WAIT_MS));
    finish(null);
  } else {
    const began = performance.now();
    const { rows, error } = await peer.read();
    readMs = performance.now() - began;
    for (const row of rows) add(row.userId, row.time);
    finish(error);
  }
} catch (error) {
  // One of the peers rejects with an object that holds the error.
  const inner = (error as { err?: unknown }).err ?? error;
  finish(inner instanceof Error ? inner.message : String(inner));
}
