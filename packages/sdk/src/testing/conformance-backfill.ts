import { isReading } from '@hadir/core';
import type { Driver } from '../driver/driver.js';
import type { ReadingSink } from '../host/index.js';
import type { ConformanceCheck, ConformanceOptions } from './conformance-contract.js';
import { CONFORMANCE_DEVICE, configOf, demand, patienceOf, withDriver } from './conformance-run.js';
import { type MemorySink, memorySink } from './memory-sink.js';
import { until } from './until.js';

export function backfillChecks(driver: Driver, options: ConformanceOptions): readonly ConformanceCheck[] {
  const patienceMs = patienceOf(options);

  /** What the device holds: as the test says, or as a run without any trouble finds. */
  const expected = async (): Promise<readonly string[]> => {
    if (options.expectedKeys !== undefined) return options.expectedKeys();
    const sink = memorySink();
    await withDriver(driver, options, await configOf(options), sink, () => quiet(sink));
    return sink.keys(CONFORMANCE_DEVICE);
  };
  const quiet = (sink: MemorySink) => settled(sink, patienceMs);
  const same = (sink: MemorySink, keys: readonly string[], when: string) => {
    const got = new Set(sink.keys(CONFORMANCE_DEVICE));
    const lost = keys.filter((key) => !got.has(key));
    const extra = [...got].filter((key) => !keys.includes(key));
    demand(lost.length === 0, `${lost.length} of ${keys.length} readings are lost ${when}, first ${lost[0]}`);
    demand(extra.length === 0, `${extra.length} readings have another key ${when}, first ${extra[0]}`);
  };

  return [
    {
      name: 'backfill: gives every reading once, each valid, in batches of allowed size',
      async run() {
        const keys = await expected();
        demand(keys.length > 0, 'the device holds no reading; give it some');
        const inner = memorySink();
        let most = 0;
        const sink: ReadingSink = {
          loadCursor: inner.loadCursor,
          append(batch) {
            most = Math.max(most, batch.readings.length);
            return inner.append(batch);
          },
        };
        await withDriver(driver, options, await configOf(options), sink, () => quiet(inner));
        same(inner, keys, 'in a run without trouble');
        demand(inner.readings(CONFORMANCE_DEVICE).every(isReading), 'a reading is not valid');
        demand(most <= 5_000, `a batch has ${most} readings`);
      },
    },
    {
      name: 'emit: waits for a slow sink and loses nothing',
      async run() {
        const keys = await expected();
        const sink = memorySink({ delayMs: 20 });
        await withDriver(driver, options, await configOf(options), sink, () => settled(sink, patienceMs * 2));
        same(sink, keys, 'with a slow sink');
      },
    },
    {
      name: 'emit: what the sink refuses is read again, what it took and did not answer is not doubled',
      async run() {
        const keys = await expected();
        for (const trouble of [{ failFirst: 2 }, { loseFirstAnswers: 2 }]) {
          const sink = memorySink(trouble);
          await withDriver(driver, options, await configOf(options), sink, async () => {
            await until(
              'all readings are stored',
              () => sink.keys(CONFORMANCE_DEVICE).length >= keys.length,
              patienceMs,
            );
            await quiet(sink);
          });
          same(sink, keys, `when ${Object.keys(trouble)[0]}`);
        }
      },
    },
    {
      name: 'cursor: a session that was stopped in the middle goes on without loss or double',
      async run() {
        const keys = await expected();
        const sink = memorySink({ delayMs: 5 });
        for (let round = 1; round <= 3; round++) {
          await withDriver(driver, options, await configOf(options), sink, async () => {
            const target = Math.min(keys.length, Math.ceil((keys.length * round) / 4));
            await until('some readings', () => sink.keys(CONFORMANCE_DEVICE).length >= target, patienceMs, 1);
          });
        }
        await withDriver(driver, options, await configOf(options), sink, async () => {
          await until('all readings', () => sink.keys(CONFORMANCE_DEVICE).length >= keys.length, patienceMs);
          await quiet(sink);
        });
        same(sink, keys, 'over four sessions');
      },
    },
  ];
}

/** Resolves when the sink took something and then nothing for a while. */
async function settled(sink: MemorySink, patienceMs: number): Promise<void> {
  const CALM_MS = 400;
  let seen = -1;
  let since = performance.now();
  await until(
    'the backfill is done',
    () => {
      const now = sink.appends();
      if (now !== seen) {
        seen = now;
        since = performance.now();
      }
      return seen > 0 && performance.now() - since > CALM_MS;
    },
    patienceMs,
  );
}
