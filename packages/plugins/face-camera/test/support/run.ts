import { type FaceReading, isReading } from '@hadir/sdk';
import { type RunningDriver, runDriver } from '@hadir/sdk/host';
import { type MemorySink, memorySink } from '@hadir/sdk/testing';
import driver from '../../src/index.js';

export interface Running {
  readonly running: RunningDriver;
  readonly sink: MemorySink;
  /** Codes of the issues that are open. */
  readonly issues: Set<string>;
  faces(): readonly FaceReading[];
}

/** The driver as a host runs it, in this process, with short pauses between attempts. */
export async function run(
  config: Readonly<Record<string, unknown>>,
  options: { readonly sink?: MemorySink } = {},
): Promise<Running> {
  const sink = options.sink ?? memorySink();
  const issues = new Set<string>();
  const running = await runDriver(driver, {
    sink,
    config,
    settings: { threads: 1 },
    deviceId: 'pintu',
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
    faces: () => sink.readings('pintu').filter((one): one is FaceReading => isReading(one) && one.kind === 'face'),
  };
}

const never = new AbortController().signal;

/** Enrols a picture as the hub would: judged, then loaded. */
export async function enrol(running: RunningDriver, personKey: string, gallery: string, picture: string) {
  const { advice, templates } = await running.faces('assess', { name: 'assess', picture }, never);
  if (templates.length === 0) throw new TypeError(`the picture does not do: ${advice.join(', ')}`);
  await running.faces('load', { name: 'load', fresh: false, entries: [{ personKey, gallery, templates }] }, never);
  return templates;
}
