import type { Capability } from '../driver/capability.js';
import type { Driver } from '../driver/driver.js';
import { looksLikeHadirError } from '../protocol/error-facts.js';
import type { ConformanceCheck, ConformanceOptions } from './conformance-contract.js';
import { configOf, demand, patienceOf, withDriver } from './conformance-run.js';
import { memorySink } from './memory-sink.js';
import { until } from './until.js';

/** Kinds of open things that a closed driver must have given back; timers of a test runner come and go. */
const HANDLES = new Set(['TCPSocketWrap', 'TCPServerWrap', 'UDPWrap', 'PipeWrap', 'ProcessWrap', 'FSEventWrap']);

export function lifeChecks(
  driver: Driver,
  options: ConformanceOptions,
  has: (capability: Capability) => boolean,
): readonly ConformanceCheck[] {
  const patienceMs = patienceOf(options);
  const checks: ConformanceCheck[] = [
    {
      name: 'life: opens, is heard, closes in time and leaves no socket open',
      async run() {
        const before = handles();
        await withDriver(driver, options, await configOf(options), memorySink(), async (running) => {
          await until('the device is online', () => running.status().state === 'online', patienceMs);
          const startedAt = performance.now();
          await running.stop();
          demand(performance.now() - startedAt < 5_000, 'stopping took more than 5 s');
        });
        await until('all sockets are closed', () => handles() <= before, 3_000);
      },
    },
    {
      name: 'life: stops at once when told to while it opens',
      async run() {
        await withDriver(driver, options, await configOf(options), memorySink(), async (running) => {
          const startedAt = performance.now();
          await running.stop();
          demand(performance.now() - startedAt < 5_000, 'stopping took more than 5 s');
        });
      },
    },
    {
      name: 'probe: climbs every step of a device that answers',
      async run() {
        const config = await configOf(options);
        await withDriver(driver, options, config, memorySink(), async (running) => {
          const { steps } = await running.probe(config);
          const failed = steps.find((step) => !step.ok);
          demand(steps.length > 0, 'the probe reports no step');
          demand(failed === undefined, `the probe failed at ${failed?.step ?? ''}: ${failed?.detail ?? ''}`);
        });
      },
    },
  ];
  const { unreachable } = options;
  if (unreachable !== undefined) checks.push(...unreachableChecks(driver, options, unreachable, patienceMs));
  if (has('discovery')) checks.push(discoveryCheck(driver, options));
  return checks;
}

function unreachableChecks(
  driver: Driver,
  options: ConformanceOptions,
  config: Readonly<Record<string, unknown>>,
  patienceMs: number,
): ConformanceCheck[] {
  return [
    {
      name: 'failure: a device that is not there is "unreachable", is retried and stays offline',
      async run() {
        await withDriver(driver, options, config, memorySink(), async (running) => {
          await until('the device is offline', () => running.status().state === 'offline', patienceMs);
          const { detail, lastError } = running.status();
          demand(detail === 'unreachable', `it is ${detail}: ${lastError?.error.message ?? 'no error'}`);
          const first = lastError?.at;
          await until('a second attempt', () => running.status().lastError?.at !== first, patienceMs);
        });
      },
    },
    {
      name: 'probe: says that a device is not there, by a step or a coded failure',
      async run() {
        await withDriver(driver, options, config, memorySink(), async (running) => {
          try {
            const { steps } = await running.probe(config);
            demand(
              steps.some((step) => !step.ok),
              'every step of the probe is ok',
            );
          } catch (thrown) {
            demand(looksLikeHadirError(thrown) && thrown.code !== 'PLUGIN_BUG', `the probe threw ${String(thrown)}`);
          }
        });
      },
    },
  ];
}

function discoveryCheck(driver: Driver, options: ConformanceOptions): ConformanceCheck {
  return {
    name: 'discovery: ends when it is told to',
    async run() {
      await withDriver(driver, options, await configOf(options), memorySink(), async (running) => {
        const end = new AbortController();
        const searching = running.discover(end.signal);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const startedAt = performance.now();
        end.abort();
        await searching;
        // Less than the grace after which the runner leaves a deaf search behind.
        demand(performance.now() - startedAt < 1_500, 'the search went on for more than 1.5 s');
      });
    },
  };
}

function handles(): number {
  return process.getActiveResourcesInfo().filter((kind) => HANDLES.has(kind)).length;
}
