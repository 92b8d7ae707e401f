import { type Clock, type HadirError, isHadirError } from '@hadir/core';
import type { CommandOutcome } from '../driver/command.js';
import type { PluginContext } from '../driver/context.js';
import type { Driver, PluginSession } from '../driver/driver.js';
import type { ProbeReport } from '../driver/status.js';
import { pluginError } from '../plugin-errors.js';
import { looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import type { OnProgress, Order } from './command-desk.js';
import { type DeviceRunner, type RunnerDevice, startDevice } from './device-runner.js';
import { askFaces, type FaceOrder } from './face-desk.js';
import { failureOf } from './failure.js';
import type { RunnerLink } from './link.js';
import { createNoticeGate } from './notices.js';
import { childController, settle } from './settle.js';
import type { RunnerTimings } from './timings.js';

export interface RunnerOptions {
  readonly driver: Driver;
  readonly settings: unknown;
  readonly storageFolder: string | null;
  readonly link: RunnerLink;
  readonly clock: Clock;
  readonly timings: RunnerTimings;
  readonly pendingBatches: number;
  readonly logLinesPerSecond: number;
  readonly noticesPerSecond: number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** One started plugin with all its devices. The same code in a process of its own and inline. */
export interface PluginRunner {
  openDevice(device: RunnerDevice): void;
  /** Resolves when its session is closed. Unknown devices are fine. */
  closeDevice(deviceId: string): Promise<void>;
  probe(config: unknown, zone: string, signal: AbortSignal): Promise<ProbeReport>;
  discover(signal: AbortSignal): Promise<void>;
  command(deviceId: string, order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<CommandOutcome>;
  /** @throws as `askFaces` */
  faces(order: FaceOrder, signal: AbortSignal): Promise<unknown>;
  /** Passes on what is held back; called with every heartbeat. */
  flush(): void;
  /** Errors so far that only a bug of the plugin explains. */
  bugs(): number;
  /** Closes all devices, then what they share. Idempotent; bounded by the budgets. */
  close(): Promise<void>;
}

/**
 * Calls the driver's `start`.
 * @throws the driver's own HadirError, or PLUGIN_START_FAILED, PLUGIN_PHASE_TIMEOUT
 */
export async function startRunner(options: RunnerOptions): Promise<PluginRunner> {
  const { driver, timings, clock } = options;
  const end = new AbortController();
  const gate = createNoticeGate(options.link, clock, options);
  const devices = new Map<string, DeviceRunner>();
  let bugs = 0;
  let closing: Promise<void> | null = null;

  const shared = await startShared();

  return {
    openDevice(device) {
      if (closing !== null || devices.has(device.deviceId)) return;
      devices.set(
        device.deviceId,
        startDevice({
          device,
          driver,
          shared,
          link: options.link,
          gate,
          clock,
          timings,
          pendingBatches: options.pendingBatches,
          random: options.random,
          onBug: noteBug,
        }),
      );
    },
    async closeDevice(deviceId) {
      const device = devices.get(deviceId);
      await device?.stop();
      if (devices.get(deviceId) === device) devices.delete(deviceId);
    },
    async probe(config, zone, signal) {
      const context = { zone, clock, log: gate.logger() };
      const report = await bounded('probe', timings.probeMs, signal, (inner) =>
        driver.probe({ ...context, signal: inner }, config, shared),
      );
      return report;
    },
    async discover(signal) {
      await bounded('discover', null, signal, async (inner) => shared.discover?.(inner));
    },
    async command(deviceId, order, onProgress, signal) {
      const device = devices.get(deviceId);
      if (device === undefined) throw pluginError('PLUGIN_DEVICE_UNKNOWN', { deviceId });
      return device.run(order, onProgress, signal);
    },
    faces: (order, signal) =>
      askFaces(
        {
          pluginId: driver.manifest.id,
          faces: shared.faces,
          abortGraceMs: timings.abortGraceMs,
          end: end.signal,
          onBug: noteBug,
        },
        order,
        signal,
      ),
    flush() {
      for (const device of devices.values()) device.flushTraffic();
    },
    bugs: () => bugs + gate.invalid(),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  async function startShared(): Promise<PluginSession> {
    const context: PluginContext = Object.freeze({
      log: gate.logger(),
      clock,
      signal: end.signal,
      storageFolder: options.storageFolder,
      discovered: (candidate) => gate.send({ type: 'discovered', candidate }),
      raise: (issue) => gate.send({ type: 'raise', issue }),
      clear: (code, subject) => gate.send({ type: 'clear', code, ...(subject === undefined ? {} : { subject }) }),
    } satisfies PluginContext);
    const budget = setTimeout(() => end.abort(), timings.startMs);
    const settled = await settle(
      () => driver.start(context, options.settings),
      end.signal,
      timings.abortGraceMs,
      (late) => void late.close().catch(() => undefined),
    );
    clearTimeout(budget);
    if (settled.type === 'value' && !end.signal.aborted) return settled.value;
    if (settled.type === 'value') await settled.value.close().catch(() => undefined);
    if (end.signal.aborted) throw pluginError('PLUGIN_PHASE_TIMEOUT', { phase: 'start', budgetMs: timings.startMs });
    throw startError(settled.type === 'error' ? settled.error : undefined, driver.manifest.id);
  }

  /** A call that ends with its budget or with the caller's signal, whatever the driver does. */
  async function bounded<T>(
    phase: string,
    budgetMs: number | null,
    signal: AbortSignal,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { controller, release } = childController(signal);
    const onEnd = () => controller.abort();
    end.signal.addEventListener('abort', onEnd, { once: true });
    const timer = budgetMs === null ? undefined : setTimeout(() => controller.abort(), budgetMs);
    const settled = await settle(() => call(controller.signal), controller.signal, timings.abortGraceMs);
    clearTimeout(timer);
    release();
    end.signal.removeEventListener('abort', onEnd);
    if (settled.type === 'value') return settled.value;
    if (settled.type === 'abandoned') noteBug(pluginError('PLUGIN_ABORT_IGNORED', { phase }));
    if (signal.aborted || end.signal.aborted) throw pluginError('PLUGIN_CANCELLED');
    if (settled.type === 'abandoned' || controller.signal.aborted) {
      throw pluginError('PLUGIN_PHASE_TIMEOUT', { phase, budgetMs });
    }
    const failure = failureOf(settled.error, phase);
    if (failure.kind === 'bug') noteBug(failure.error);
    throw failure.error;
  }

  function noteBug(error: HadirError): void {
    bugs += 1;
    gate.logger().error(error.message);
  }

  async function closeAll(): Promise<void> {
    await Promise.all([...devices.values()].map((device) => device.stop()));
    devices.clear();
    end.abort();
    const budget = new AbortController();
    const timer = setTimeout(() => budget.abort(), timings.closeMs);
    const settled = await settle(() => shared.close(), budget.signal, 0);
    clearTimeout(timer);
    if (settled.type === 'error') noteBug(failureOf(settled.error, 'close').error);
  }
}

function startError(thrown: unknown, pluginId: string): HadirError {
  if (isHadirError(thrown) || looksLikeHadirError(thrown)) return thrown;
  const failure = failureOf(thrown, 'start');
  if (failure.error.code !== 'PLUGIN_BUG') return failure.error;
  return pluginError('PLUGIN_START_FAILED', { pluginId, reason: reasonOf(thrown) }, thrown);
}
