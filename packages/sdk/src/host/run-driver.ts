import type { Clock } from '@hadir/core';
import type { CommandOutcome } from '../driver/command.js';
import type { Driver } from '../driver/driver.js';
import { FACE_BUDGETS_MS, type FaceAnswer, type FaceCall, type FaceRequest } from '../driver/face-service.js';
import type { ProbeReport } from '../driver/status.js';
import { pluginError } from '../plugin-errors.js';
import { type PluginRunner, startRunner } from '../runner/plugin-runner.js';
import { DEFAULT_RUNNER_TIMINGS, type RunnerTimings } from '../runner/timings.js';
import { type ConfigChecker, createConfigChecker, type JsonSchema, secretsOf } from './config-schema.js';
import type { DeviceOrder, HostDevice } from './contract.js';
import { createDeviceRecord, type DeviceRecord } from './device-record.js';
import type { DeviceStatus } from './device-status.js';
import { createIntake } from './intake.js';
import { createNoticeRouter } from './notice-router.js';
import { createRedactor } from './redact.js';
import type { HostEvents, ReadingSink } from './sink.js';
import { systemClock } from './system-clock.js';
import { DEFAULT_LIMITS, DEFAULT_TIMINGS } from './timings.js';

export interface RunDriverOptions {
  readonly sink: ReadingSink;
  /** One device's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly deviceId?: string;
  readonly name?: string;
  /** IANA zone of the place where the device stands; default `UTC`. */
  readonly zone?: string;
  readonly events?: HostEvents;
  readonly clock?: Clock;
  /** A folder of the driver's own, when it asks for `storage`. */
  readonly storageFolder?: string;
  readonly timings?: Partial<RunnerTimings>;
  readonly silentAfterMs?: number;
  readonly random?: () => number;
  /** Stops the driver when it aborts. */
  readonly signal?: AbortSignal;
}

export interface RunningDriver {
  status(): DeviceStatus;
  command(
    order: DeviceOrder,
    onProgress?: (fraction: number, note: string | null) => void,
    signal?: AbortSignal,
  ): Promise<CommandOutcome>;
  probe(config: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<ProbeReport>;
  /** Asks the driver about faces, as `PluginHost.faces`. */
  faces<Call extends FaceCall>(
    call: Call,
    request: FaceRequest<Call>,
    signal: AbortSignal,
    budgetMs?: number,
  ): Promise<FaceAnswer<Call>>;
  /** Looks for devices until aborted; they arrive through `HostEvents.discovered`. */
  discover(signal: AbortSignal): Promise<void>;
  /** Drains, closes, and resolves when nothing runs any more. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs a driver with one device inside the caller's own process: no hub, no sandbox, no restart after a crash, the same
 * sessions, budgets, order of batches and checks as in a hub.
 * @throws PLUGIN_SETTINGS_INVALID, PLUGIN_CONFIG_INVALID, PLUGIN_START_FAILED or the driver's own error
 */
export async function runDriver(driver: Driver, options: RunDriverOptions): Promise<RunningDriver> {
  const clock = options.clock ?? systemClock;
  const pluginId = driver.manifest.id;
  const deviceId = options.deviceId ?? 'device';
  const configChecker = checkerOf(driver.config, pluginId, 'config');
  const settings = checked(checkerOf(driver.settings, pluginId, 'settings'), options.settings ?? {}, (path, reason) =>
    pluginError('PLUGIN_SETTINGS_INVALID', { pluginId, path, reason }),
  );
  const checkConfig = (config: unknown) =>
    checked(configChecker, config, (path, reason) => pluginError('PLUGIN_CONFIG_INVALID', { pluginId, path, reason }));
  const config = checkConfig(options.config);

  const redactor = createRedactor();
  redactor.set('settings', secretsOf(driver.settings, settings));
  redactor.set('device', secretsOf(driver.config, config));
  const device: HostDevice = {
    deviceId,
    pluginId,
    zone: options.zone ?? 'UTC',
    name: options.name ?? deviceId,
    config,
  };
  const record = createDeviceRecord(device, clock, options.silentAfterMs ?? DEFAULT_TIMINGS.silentAfterMs);
  const runner = await startInline(driver, options, { clock, settings, deviceId, record, redactor });
  record.plugin('up');
  runner.openDevice({ ...device, cursor: await options.sink.loadCursor(deviceId) });

  let stopped: Promise<void> | null = null;
  const never = new AbortController().signal;
  const stop = () => {
    stopped ??= runner.close().then(() => record.plugin('stopped'));
    return stopped;
  };
  options.signal?.addEventListener('abort', () => void stop(), { once: true });
  if (options.signal?.aborted === true) await stop();

  return {
    status: record.status,
    command: (order, onProgress, signal) =>
      runner.command(deviceId, order, (fraction, note) => onProgress?.(fraction, note ?? null), signal ?? never),
    probe: async (candidate, signal) => {
      const next = checkConfig(candidate);
      redactor.set('probe', secretsOf(driver.config, next));
      return redactor.value(await runner.probe(next, device.zone, signal ?? never));
    },
    // The runner has checked the answer against the schema that the type comes from.
    faces: async (call, request, signal, budgetMs = FACE_BUDGETS_MS[call]) =>
      (await runner.faces({ call, request, budgetMs }, signal)) as FaceAnswer<typeof call>,
    discover: (signal) =>
      runner.discover(signal).catch((thrown: unknown) => {
        if (!signal.aborted) throw thrown;
      }),
    stop,
  };
}

function startInline(
  driver: Driver,
  options: RunDriverOptions,
  inner: {
    readonly clock: Clock;
    readonly settings: unknown;
    readonly deviceId: string;
    readonly record: DeviceRecord;
    readonly redactor: ReturnType<typeof createRedactor>;
  },
): Promise<PluginRunner> {
  const pluginId = driver.manifest.id;
  const intake = createIntake(options.sink);
  const router = createNoticeRouter({
    pluginId,
    events: options.events ?? {},
    redactor: inner.redactor,
    clock: inner.clock,
    logLinesPerSecond: DEFAULT_LIMITS.logLinesPerSecond,
    noticesPerSecond: DEFAULT_LIMITS.noticesPerSecond,
    recordOf: (deviceId) => (deviceId === inner.deviceId ? inner.record : null),
    texts: () => driver.manifest.errors,
    onChange: () => undefined,
  });
  return startRunner({
    driver,
    settings: inner.settings,
    storageFolder: options.storageFolder ?? null,
    link: {
      notice: router.take,
      async append(deviceId, session, batch) {
        const receipt = await intake.take({ pluginId, deviceId, session: String(session), ...batch });
        inner.record.stored(receipt);
        return receipt;
      },
    },
    clock: inner.clock,
    timings: { ...DEFAULT_RUNNER_TIMINGS, ...options.timings },
    pendingBatches: DEFAULT_LIMITS.pendingBatches,
    logLinesPerSecond: DEFAULT_LIMITS.logLinesPerSecond,
    noticesPerSecond: DEFAULT_LIMITS.noticesPerSecond,
    random: options.random ?? Math.random,
  });
}

/** Through JSON, as a manifest would carry it: the same defaults and the same verdicts as in a hub. */
function checkerOf(schema: unknown, pluginId: string, which: string): ConfigChecker {
  const plain = JSON.parse(JSON.stringify(schema)) as JsonSchema;
  return createConfigChecker(plain, (reason) => pluginError('PLUGIN_SCHEMA_INVALID', { pluginId, which, reason }));
}

function checked(
  checker: ConfigChecker,
  value: unknown,
  fail: (path: string, reason: string) => Error,
): Record<string, unknown> {
  const result = checker.check(value);
  if (result.ok) return result.value as Record<string, unknown>;
  throw fail(result.path, result.reason);
}
