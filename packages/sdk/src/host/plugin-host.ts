import { FACE_BUDGETS_MS } from '../driver/face-service.js';
import { pluginError } from '../plugin-errors.js';
import { DEFAULT_RUNNER_TIMINGS } from '../runner/timings.js';
import type { HostDevice, PluginEntry, PluginHost, PluginHostOptions, StatusChange } from './contract.js';
import type { DeviceRecord } from './device-record.js';
import { createIntake } from './intake.js';
import { command, discover, faces, probe } from './orders.js';
import { createPluginUnit, type PluginUnit } from './plugin-unit.js';
import { type Reaper, startReaper } from './reaper.js';
import { systemClock } from './system-clock.js';
import { DEFAULT_LIMITS, DEFAULT_TIMINGS } from './timings.js';

/** Makes a host; nothing runs before its `start`. */
export function createPluginHost(options: PluginHostOptions): PluginHost {
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };
  const sessionTimings = { ...DEFAULT_RUNNER_TIMINGS, ...options.sessionTimings };
  const intake = createIntake(options.sink);
  const listeners = new Set<(change: StatusChange) => void>();
  const unitById = new Map<string, PluginUnit>();
  let phase: 'stopped' | 'running' | 'stopping' = 'stopped';
  let stopped: Promise<void> = Promise.resolve();
  let reaper: Reaper | null = null;
  let ticker: NodeJS.Timeout | undefined;

  const notify = (change: StatusChange) => {
    for (const listener of listeners) listener(change);
  };
  const onDevice = (record: DeviceRecord) => {
    const device = record.refresh();
    if (device !== null) notify({ type: 'device', device });
  };
  const unitOf = (entry: PluginEntry): PluginUnit =>
    createPluginUnit({
      entry,
      from: options.resolveFrom ?? process.cwd(),
      stateFolder: options.stateFolder ?? null,
      sink: options.sink,
      intake,
      events: options.events ?? {},
      clock: options.clock ?? systemClock,
      timings,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      sessionTimings,
      random: options.random ?? Math.random,
      // Each start has a reaper of its own.
      reaper: {
        watch: (pid) => reaper?.watch(pid),
        release: (pid) => reaper?.release(pid),
        stop: () => Promise.resolve(),
      },
      claim(pluginId, unit) {
        if (unitById.has(pluginId)) return false;
        unitById.set(pluginId, unit);
        return true;
      },
      onDevice,
      onPlugin: (plugin) => notify({ type: 'plugin', plugin }),
    });
  const units = options.plugins.map((plugin) => unitOf(typeof plugin === 'string' ? { source: plugin } : plugin));

  const known = (pluginId: string): PluginUnit => {
    const unit = unitById.get(pluginId);
    if (unit === undefined) throw pluginError('PLUGIN_UNKNOWN', { pluginId });
    return unit;
  };
  const serving = (deviceId: string) => units.find((unit) => unit.devices.records.has(deviceId)) ?? null;
  const needDevice = (deviceId: string) => {
    const unit = serving(deviceId);
    const record = unit?.devices.records.get(deviceId);
    if (unit === null || record === undefined) throw pluginError('PLUGIN_DEVICE_UNKNOWN', { deviceId });
    return { unit, record };
  };
  const frozen = (device: HostDevice): HostDevice => Object.freeze({ ...device });

  async function stopAll(): Promise<void> {
    phase = 'stopping';
    await Promise.all(units.map((unit) => unit.supervisor.stop()));
    clearInterval(ticker);
    for (const unit of units) unit.devices.presence('stopped');
    await reaper?.stop();
    reaper = null;
    phase = 'stopped';
  }

  return {
    async start() {
      await stopped;
      if (phase === 'stopped') {
        phase = 'running';
        reaper = startReaper();
        ticker = setInterval(() => {
          for (const unit of units) for (const record of unit.devices.records.values()) onDevice(record);
        }, timings.statusMs);
      }
      await Promise.all(units.map((unit) => unit.supervisor.start()));
    },
    stop() {
      if (phase === 'running') stopped = stopAll();
      return stopped;
    },
    manifests() {
      const found = [...unitById].map(([id, unit]) => [id, unit.supervisor.plugin()?.manifest] as const);
      return new Map(found.flatMap(([id, manifest]) => (manifest === undefined ? [] : [[id, manifest]])));
    },
    async restartPlugin(pluginId) {
      const unit = unitById.get(pluginId) ?? units.find(({ supervisor }) => supervisor.status().pluginId === pluginId);
      if (unit === undefined) throw pluginError('PLUGIN_UNKNOWN', { pluginId });
      await unit.supervisor.restart();
    },

    async addDevice(device) {
      const unit = known(device.pluginId);
      const { deviceId } = device;
      if (serving(deviceId) !== null) throw pluginError('PLUGIN_DEVICE_EXISTS', { deviceId });
      unit.devices.add(frozen(device));
    },
    async updateDevice(device) {
      const { unit } = needDevice(device.deviceId);
      const next = known(device.pluginId);
      if (next === unit) return unit.devices.update(frozen(device));
      next.devices.checkConfig(device.config);
      await unit.devices.remove(device.deviceId);
      next.devices.add(frozen(device));
    },
    async removeDevice(deviceId) {
      const unit = serving(deviceId);
      if (unit === null) return;
      await unit.devices.remove(deviceId);
      notify({ type: 'device-removed', deviceId });
    },

    async probe(pluginId, config, zone, signal) {
      const request = { config, zone, ...(signal === undefined ? {} : { signal }) };
      return probe(known(pluginId), sessionTimings, request);
    },
    async discover(pluginId, signal) {
      await discover(known(pluginId), signal);
    },
    async command(deviceId, order, onProgress, signal) {
      const { unit, record } = needDevice(deviceId);
      return command(unit, sessionTimings, record.device, order, onProgress, signal);
    },
    async faces(pluginId, call, request, signal, budgetMs = FACE_BUDGETS_MS[call]) {
      return faces(known(pluginId), sessionTimings, { call, request, budgetMs }, signal);
    },

    status: () => ({
      plugins: units.map((unit) => unit.supervisor.status()),
      devices: units.flatMap((unit) => [...unit.devices.records.values()].map((record) => record.status())),
    }),
    onStatus(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
