import type { Clock, HadirError } from '@hadir/core';
import type { Cursor } from '../driver/context.js';
import type { Driver, PluginSession } from '../driver/driver.js';
import { factsOf } from '../protocol/error-facts.js';
import { type CommandDesk, createCommandDesk } from './command-desk.js';
import type { SessionFailure } from './failure.js';
import type { RunnerLink } from './link.js';
import type { NoticeGate } from './notices.js';
import { nextStep } from './retry-policy.js';
import { runSession } from './session.js';
import { pause } from './settle.js';
import type { RunnerTimings } from './timings.js';
import { createTrafficMeter } from './traffic.js';

/** A device as it is handed to a runner; its configuration is checked already. */
export interface RunnerDevice {
  readonly deviceId: string;
  readonly zone: string;
  readonly name: string;
  readonly config: unknown;
  /** As stored by the host. */
  readonly cursor: Cursor;
}

export interface DeviceRunnerOptions {
  readonly device: RunnerDevice;
  readonly driver: Driver;
  readonly shared: PluginSession;
  readonly link: RunnerLink;
  readonly gate: NoticeGate;
  readonly clock: Clock;
  readonly timings: RunnerTimings;
  readonly pendingBatches: number;
  readonly random: () => number;
  readonly onBug: (error: HadirError) => void;
}

export interface DeviceRunner {
  readonly run: CommandDesk['run'];
  flushTraffic(): void;
  /** Drains and closes the session, or ends the wait for the next one. Idempotent; bounded by the budgets. */
  stop(): Promise<void>;
}

/** Keeps one device in service: session after session, with the pauses that the kind of failure asks for. */
export function startDevice(options: DeviceRunnerOptions): DeviceRunner {
  const { device, gate, timings, clock } = options;
  const { deviceId } = device;
  const stop = new AbortController();
  const traffic = createTrafficMeter(timings.trafficMs, clock, (report) =>
    gate.send({ type: 'report', deviceId, report }),
  );
  const issues = new Set<string>();
  const onBug = (error: Error) => {
    options.onBug(error as HadirError);
    raise(error as HadirError);
  };
  const desk = createCommandDesk(deviceId, timings, onBug);
  let cursor = device.cursor;
  const done = serve();

  return {
    run: desk.run,
    flushTraffic: traffic.flush,
    async stop() {
      stop.abort();
      await done;
    },
  };

  async function serve(): Promise<void> {
    let attempts = 0;
    for (let number = 1; !stop.signal.aborted; number++) {
      desk.setLine('opening');
      const { failure, calm } = await oneSession(number);
      desk.setLine(null);
      if (failure === null) break;
      attempts = calm ? 1 : attempts + 1;
      await afterFailure(failure, attempts);
    }
    desk.setLine(null);
    clearIssues();
    gate.send({ type: 'session', deviceId, phase: 'closed' });
  }

  async function oneSession(number: number): Promise<{ failure: SessionFailure | null; calm: boolean }> {
    let calm = false;
    let calmTimer: NodeJS.Timeout | undefined;
    const failure = await runSession({
      driver: options.driver,
      shared: options.shared,
      deviceId,
      zone: device.zone,
      config: device.config,
      number,
      cursor,
      link: options.link,
      gate,
      traffic,
      clock,
      timings,
      pendingBatches: options.pendingBatches,
      stop: stop.signal,
      onPhase: (phase) => gate.send({ type: 'session', deviceId, phase }),
      onCursor: (stored) => {
        cursor = stored;
      },
      onLive: (live) => {
        clearTimeout(calmTimer);
        desk.setLine(live);
        if (live === null) return;
        calmTimer = setTimeout(() => {
          calm = true;
          clearIssues();
        }, timings.calmMs);
      },
      onBug,
    });
    clearTimeout(calmTimer);
    return { failure, calm };
  }

  async function afterFailure({ kind, error }: SessionFailure, attempts: number): Promise<void> {
    const next = nextStep(kind, attempts, timings, options.random());
    if (kind === 'bug') options.onBug(error);
    if (next.issue) raise(error);
    gate.send({
      type: 'session',
      deviceId,
      phase: next.delayMs === null ? 'stopped' : 'waiting',
      failure: { kind, error: factsOf(error) },
      attempts,
      ...(next.delayMs === null ? {} : { retryInMs: next.delayMs }),
    });
    await pause(next.delayMs ?? 2 ** 30, stop.signal);
    while (next.delayMs === null && !stop.signal.aborted) await pause(2 ** 30, stop.signal);
  }

  function raise(error: HadirError): void {
    issues.add(error.code);
    const { message, remedy } = error.definition;
    const { details } = factsOf(error);
    gate.send({ type: 'raise', deviceId, issue: { code: error.code, details, texts: { message, remedy } } });
  }

  function clearIssues(): void {
    for (const code of issues) gate.send({ type: 'clear', deviceId, code });
    issues.clear();
  }
}
