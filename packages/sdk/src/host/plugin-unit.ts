import type { Clock } from '@hadir/core';
import { MAX_BATCH_BYTES } from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { factsOf, looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import { unpackReadings } from '../protocol/pack.js';
import type { BatchMessage } from '../protocol/to-host.js';
import type { RunnerTimings } from '../runner/timings.js';
import type { PluginEntry } from './contract.js';
import { createDeviceDesk, type DeviceDesk } from './device-desk.js';
import type { DeviceRecord } from './device-record.js';
import type { Intake } from './intake.js';
import { createNoticeRouter } from './notice-router.js';
import type { PluginRun } from './plugin-run.js';
import type { PluginStatus } from './plugin-status.js';
import type { Reaper } from './reaper.js';
import { createRedactor, type Redactor } from './redact.js';
import type { HostEvents, ReadingSink } from './sink.js';
import { createSupervisor, type Supervisor } from './supervisor.js';
import type { HostLimits, HostTimings } from './timings.js';

export interface PluginUnitOptions {
  readonly entry: PluginEntry;
  readonly from: string;
  readonly stateFolder: string | null;
  readonly sink: ReadingSink;
  readonly intake: Intake;
  readonly events: HostEvents;
  readonly clock: Clock;
  readonly timings: HostTimings;
  readonly limits: HostLimits;
  readonly sessionTimings: RunnerTimings;
  readonly random: () => number;
  readonly reaper: Reaper;
  readonly claim: (pluginId: string, unit: PluginUnit) => boolean;
  readonly onDevice: (record: DeviceRecord) => void;
  readonly onPlugin: (status: PluginStatus) => void;
}

/** One plugin with all that belongs to it: its process, its devices, its secrets. */
export interface PluginUnit {
  readonly supervisor: Supervisor;
  readonly devices: DeviceDesk;
  readonly redactor: Redactor;
}

export function createPluginUnit(options: PluginUnitOptions): PluginUnit {
  const { clock, limits, intake } = options;
  const redactor = createRedactor();
  const { reaper, random, timings, sessionTimings, entry, from, stateFolder } = options;

  const supervisor: Supervisor = createSupervisor({
    entry,
    from,
    stateFolder,
    clock,
    timings,
    limits,
    sessionTimings,
    random,
    reaper,
    claim: (pluginId) => options.claim(pluginId, unit),
    routerOf: (plugin, pluginId) =>
      createNoticeRouter({
        pluginId,
        events: options.events,
        redactor,
        clock,
        logLinesPerSecond: limits.logLinesPerSecond,
        noticesPerSecond: limits.noticesPerSecond,
        recordOf: (deviceId) => devices.records.get(deviceId) ?? null,
        texts: () => plugin()?.manifest.errors,
        onChange: options.onDevice,
      }),
    onLoaded: (plugin) => redactor.set('settings', plugin.settingsSecrets),
    onStarted: (run) => devices.started(run),
    onDown: () => devices.presence('down'),
    onNotice: (notice) => supervisor.router()?.take(notice),
    onBatch: (batch, run, runNumber) => void take(batch, run, runNumber),
    onStatus: options.onPlugin,
  });
  const devices = createDeviceDesk({
    supervisor,
    sink: options.sink,
    intake,
    redactor,
    clock,
    silentAfterMs: timings.silentAfterMs,
    sessionTimings,
    onChange: options.onDevice,
  });
  const unit: PluginUnit = { supervisor, devices, redactor };
  return unit;

  async function take(batch: BatchMessage, run: PluginRun, runNumber: number): Promise<void> {
    const { batchId, deviceId, readings, cursor, session } = batch;
    const record = devices.records.get(deviceId);
    if (intake.waiting(deviceId) >= limits.pendingBatches) {
      run.refuse('/batch', `more than ${limits.pendingBatches} batches of a device at once`);
      return;
    }
    // Packed, a batch is smaller than what it holds; what it holds is bounded too.
    const unpacked = unpackReadings(readings, 2 * MAX_BATCH_BYTES);
    if (!unpacked.ok) {
      run.refuse(unpacked.path, unpacked.reason);
      return;
    }
    try {
      if (record === undefined) throw pluginError('PLUGIN_DEVICE_UNKNOWN', { deviceId });
      const receipt = await intake.take({
        pluginId: record.device.pluginId,
        deviceId,
        session: `${runNumber}/${session}`,
        readings: unpacked.readings,
        ...(cursor === undefined ? {} : { cursor }),
      });
      record.stored(receipt);
      run.send({ type: 'stored', batchId, receipt });
    } catch (thrown) {
      const error = looksLikeHadirError(thrown)
        ? thrown
        : pluginError('PLUGIN_SINK_FAILED', { reason: reasonOf(thrown) }, thrown);
      run.send({ type: 'refused', batchId, error: factsOf(error) });
    }
  }
}
