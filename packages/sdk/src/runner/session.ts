import type { Clock, HadirError } from '@hadir/core';
import type { Cursor, DeviceContext } from '../driver/context.js';
import type { DeviceSession, Driver, PluginSession } from '../driver/driver.js';
import { pluginError } from '../plugin-errors.js';
import { reasonOf } from '../protocol/error-facts.js';
import type { SessionPhase } from '../protocol/notice.js';
import { createEmitter } from './emitter.js';
import { abortIgnored, failureOf, type SessionFailure, unreachable } from './failure.js';
import type { RunnerLink } from './link.js';
import type { LiveSession } from './live-session.js';
import type { NoticeGate } from './notices.js';
import { pause, settle } from './settle.js';
import type { RunnerTimings } from './timings.js';
import type { TrafficMeter } from './traffic.js';
import { createWatch, type Watch } from './watch.js';

export interface SessionOptions {
  readonly driver: Driver;
  readonly shared: PluginSession;
  readonly deviceId: string;
  readonly zone: string;
  readonly config: unknown;
  /** Counts the sessions of this device, from 1. */
  readonly number: number;
  readonly cursor: Cursor;
  readonly link: RunnerLink;
  readonly gate: NoticeGate;
  readonly traffic: TrafficMeter;
  readonly clock: Clock;
  readonly timings: RunnerTimings;
  readonly pendingBatches: number;
  /** Aborts when the device is to be left in an orderly way. */
  readonly stop: AbortSignal;
  readonly onPhase: (phase: SessionPhase) => void;
  readonly onCursor: (cursor: Cursor) => void;
  readonly onLive: (live: LiveSession | null) => void;
  /** Trouble of the plugin that does not end the session, such as a `close` that throws. */
  readonly onBug: (error: HadirError) => void;
}

/** Null: it was asked to end and did. */
export type SessionEnd = SessionFailure | null;

/** One session from `open` to `close`. Never throws; whatever was opened is closed when it resolves. */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { timings, stop } = options;
  /** The context's signal: aborted once nothing of the session may go on. */
  const line = new AbortController();
  /** Ends the phase under way; `drain` may still follow. */
  const leave = new AbortController();
  let failure: SessionFailure | null = null;
  const fail = (found: SessionFailure) => {
    failure ??= found;
    leave.abort();
  };
  const onStop = () => leave.abort();
  if (stop.aborted) return null;
  stop.addEventListener('abort', onStop, { once: true });

  const watch = createWatch();
  const emitter = createEmitter({
    deviceId: options.deviceId,
    session: options.number,
    link: options.link,
    pendingBatches: options.pendingBatches,
    onStored: (cursor) => {
      if (cursor !== undefined) options.onCursor(cursor);
      watch.kick();
    },
    onBroken: fail,
  });
  const context = contextOf(options, line.signal, emitter.emit, watch);

  try {
    const session = await open();
    if (session === null) return stop.aborted && failure === null ? null : failure;
    options.onLive({ session, leaving: leave.signal, fail });
    await phases(session);
    options.onLive(null);
    if (failure === null) await bounded('drain', timings.drainMs, async (signal) => session.drain?.(signal));
    emitter.close();
    line.abort();
    await bounded('close', timings.closeMs, () => session.close());
    return failure;
  } finally {
    emitter.close();
    line.abort();
    watch.stop();
    stop.removeEventListener('abort', onStop);
  }

  async function open(): Promise<DeviceSession | null> {
    options.onPhase('connecting');
    const openDone = new AbortController();
    // While opening, the context's signal is all that the driver has to listen to.
    leave.signal.addEventListener('abort', () => line.abort(), { once: true, signal: openDone.signal });
    const budget = setTimeout(
      () => fail(unreachable(pluginError('PLUGIN_PHASE_TIMEOUT', { phase: 'open', budgetMs: timings.openMs }))),
      timings.openMs,
    );
    const opened = await settle(
      () => options.driver.open(context, options.config, options.shared),
      leave.signal,
      timings.abortGraceMs,
      (late) => void bounded('close', timings.closeMs, () => late.close()),
    );
    clearTimeout(budget);
    openDone.abort();
    switch (opened.type) {
      case 'value':
        if (!leave.signal.aborted) return opened.value;
        await bounded('close', timings.closeMs, () => opened.value.close());
        return null;
      case 'error':
        if (!leave.signal.aborted) fail(failureOf(opened.error, 'open'));
        return null;
      case 'abandoned':
        options.onBug(abortIgnored('open').error);
        return null;
    }
  }

  async function phases(session: DeviceSession): Promise<void> {
    if (session.backfill) await backfill(session);
    if (leave.signal.aborted) return;
    if (session.stream) {
      options.onPhase('streaming');
      await phase('stream', (signal) => session.stream?.(signal) ?? Promise.resolve());
      if (!leave.signal.aborted) fail(unreachable(pluginError('PLUGIN_STREAM_ENDED')));
      return;
    }
    // Nothing to poll: a listener that all devices share brings the readings.
    options.onPhase(session.backfill ? 'polling' : 'streaming');
    while (!leave.signal.aborted) {
      await pause(session.backfill ? (session.pollEveryMs ?? timings.pollMs) : 2 ** 30, leave.signal);
      if (leave.signal.aborted || !session.backfill) continue;
      await backfill(session);
      if (!leave.signal.aborted) options.onPhase('polling');
    }
  }

  async function backfill(session: DeviceSession): Promise<void> {
    options.onPhase('backfilling');
    const silenceMs = timings.backfillSilenceMs;
    watch.start(silenceMs, () => fail(unreachable(pluginError('PLUGIN_BACKFILL_SILENT', { silenceMs }))));
    await phase('backfill', (signal) => session.backfill?.(signal) ?? Promise.resolve());
    watch.stop();
  }

  async function phase(name: string, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const settled = await settle(() => call(leave.signal), leave.signal, timings.abortGraceMs);
    if (settled.type === 'abandoned') options.onBug(abortIgnored(name).error);
    else if (settled.type === 'error' && !leave.signal.aborted) fail(failureOf(settled.error, name));
  }

  async function bounded(name: string, budgetMs: number, call: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), budgetMs);
    const settled = await settle(() => call(controller.signal), controller.signal, timings.abortGraceMs);
    clearTimeout(timer);
    if (settled.type === 'abandoned') options.onBug(abortIgnored(name).error);
    else if (settled.type === 'error' && name === 'close') {
      options.onBug(pluginError('PLUGIN_BUG', { phase: name, reason: reasonOf(settled.error) }, settled.error));
    }
  }
}

function contextOf(
  options: SessionOptions,
  signal: AbortSignal,
  emit: DeviceContext['emit'],
  watch: Watch,
): DeviceContext {
  const { deviceId, gate, traffic } = options;
  return Object.freeze({
    deviceId,
    zone: options.zone,
    log: gate.logger(deviceId),
    clock: options.clock,
    signal,
    cursor: options.cursor,
    emit: async (batch) => {
      watch.hold();
      try {
        traffic.note();
        return await emit(batch);
      } finally {
        watch.release();
      }
    },
    report(report) {
      watch.kick();
      traffic.note(report.type === 'traffic' ? report.nextWithinMs : undefined);
      if (report.type !== 'traffic') gate.send({ type: 'report', deviceId, report });
    },
    raise: (issue) => gate.send({ type: 'raise', deviceId, issue }),
    clear: (code, subject) =>
      gate.send({ type: 'clear', deviceId, code, ...(subject === undefined ? {} : { subject }) }),
  } satisfies DeviceContext);
}
