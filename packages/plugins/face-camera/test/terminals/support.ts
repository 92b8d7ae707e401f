import { createServer } from 'node:net';
import { isReading, type PunchReading, type Reading } from '@hadir/sdk';
import { type RunningDriver, runDriver } from '@hadir/sdk/host';
import { type MemorySink, memorySink } from '@hadir/sdk/testing';
import driver from '../../src/index.js';

export const DEVICE = 'gerbang';
export const PASSWORD = 'rahasia-12345';

export interface Running {
  readonly running: RunningDriver;
  readonly sink: MemorySink;
  /** Codes of the issues that are open. */
  readonly issues: Set<string>;
  readings(): readonly Reading[];
  punches(): readonly PunchReading[];
}

/** The terminals as a host runs them, in this process, with short pauses between attempts. */
export async function run(
  config: Readonly<Record<string, unknown>>,
  options: { readonly sink?: MemorySink; readonly settings?: Record<string, unknown> } = {},
): Promise<Running> {
  const sink = options.sink ?? memorySink();
  const issues = new Set<string>();
  const running = await runDriver(driver, {
    sink,
    config,
    deviceId: DEVICE,
    zone: 'Asia/Jakarta',
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    timings: { retryBaseMs: 20, retryMaxMs: 100, bugRetryMaxMs: 100, trafficMs: 20 },
    events: {
      raise: (_, { code }) => void issues.add(code),
      clear: (_, code) => void issues.delete(code),
    },
  });
  const readings = () => sink.readings(DEVICE).filter((one): one is Reading => isReading(one));
  return {
    running,
    sink,
    issues,
    readings,
    punches: () => readings().filter((one): one is PunchReading => one.kind === 'punch'),
  };
}

/** People in the order in which their punches are in the journal, with doubles if there are any. */
export function peopleOf(punches: readonly PunchReading[]): readonly string[] {
  return punches.map(({ deviceUserId }) => deviceUserId);
}

/** A port of the loopback on which nobody listens just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
