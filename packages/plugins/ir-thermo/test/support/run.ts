import { type Driver, isReading, type TemperatureReading } from '@hadir/sdk';
import { type RunningDriver, runDriver } from '@hadir/sdk/host';
import { type MemorySink, memorySink } from '@hadir/sdk/testing';
import driver from '../../src/index.js';

export interface Running {
  readonly running: RunningDriver;
  readonly sink: MemorySink;
  /** Codes of the issues that are open. */
  readonly issues: Set<string>;
  temperatures(): readonly TemperatureReading[];
}

/** The driver as a host runs it, in this process, with short pauses between attempts. */
export async function run(
  config: Readonly<Record<string, unknown>>,
  options: { readonly driver?: Driver; readonly sink?: MemorySink } = {},
): Promise<Running> {
  const sink = options.sink ?? memorySink();
  const issues = new Set<string>();
  const running = await runDriver(options.driver ?? driver, {
    sink,
    config,
    deviceId: 'gun',
    zone: 'Asia/Makassar',
    timings: { retryBaseMs: 20, retryMaxMs: 100, bugRetryMaxMs: 100, trafficMs: 20 },
    events: {
      raise: (_, { code }) => void issues.add(code),
      clear: (_, code) => void issues.delete(code),
    },
  });
  return {
    running,
    sink,
    issues,
    temperatures: () =>
      sink.readings('gun').filter((one): one is TemperatureReading => isReading(one) && one.kind === 'temperature'),
  };
}
