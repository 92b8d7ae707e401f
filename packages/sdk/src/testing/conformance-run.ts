import type { Driver } from '../driver/driver.js';
import { type ReadingSink, type RunningDriver, runDriver } from '../host/index.js';
import type { RunnerTimings } from '../runner/timings.js';
import type { Config, ConformanceOptions } from './conformance-contract.js';
import { testingError } from './errors.js';

export const CONFORMANCE_DEVICE = 'conformance';

/** Short pauses, so that a check sees a second attempt soon. */
const QUICK: Partial<RunnerTimings> = { retryBaseMs: 20, retryMaxMs: 100, bugRetryMaxMs: 100, trafficMs: 20 };

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw testingError('TEST_CONFORMANCE', { what });
}

export function patienceOf(options: ConformanceOptions): number {
  return options.patienceMs ?? 10_000;
}

export async function configOf(options: ConformanceOptions): Promise<Config> {
  return typeof options.config === 'function' ? options.config() : options.config;
}

/** Runs the driver inline while `use` looks at it; always stops it. */
export async function withDriver<T>(
  driver: Driver,
  options: ConformanceOptions,
  config: Config,
  sink: ReadingSink,
  use: (running: RunningDriver) => Promise<T>,
  timings: Partial<RunnerTimings> = {},
): Promise<T> {
  const running = await runDriver(driver, {
    sink,
    config,
    deviceId: CONFORMANCE_DEVICE,
    zone: options.zone ?? 'Asia/Jakarta',
    timings: { ...QUICK, ...timings },
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  try {
    return await use(running);
  } finally {
    await running.stop();
  }
}
