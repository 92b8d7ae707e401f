import type { Clock, HadirError } from '@hadir/core';
import type { Cursor } from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { factsOf, reasonOf } from '../protocol/error-facts.js';
import { pause } from '../runner/settle.js';
import type { RunnerTimings } from '../runner/timings.js';
import { secretsOf } from './config-schema.js';
import type { HostDevice } from './contract.js';
import { createDeviceRecord, type DeviceRecord } from './device-record.js';
import type { Intake } from './intake.js';
import type { LoadedPlugin } from './load-plugin.js';
import type { PluginRun } from './plugin-run.js';
import type { Redactor } from './redact.js';
import type { PluginPresence } from './session-state.js';
import type { ReadingSink } from './sink.js';
import type { Supervisor } from './supervisor.js';

export interface DeviceDeskOptions {
  readonly supervisor: Supervisor;
  readonly sink: ReadingSink;
  readonly intake: Intake;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly silentAfterMs: number;
  readonly sessionTimings: RunnerTimings;
  readonly onChange: (record: DeviceRecord) => void;
}

/** The devices of one plugin: hands them to its process whenever there is one, takes them back when asked. */
export interface DeviceDesk {
  readonly supervisor: Supervisor;
  readonly records: ReadonlyMap<string, DeviceRecord>;
  /** @throws PLUGIN_CONFIG_INVALID */
  add(device: HostDevice): void;
  /** @throws PLUGIN_CONFIG_INVALID */
  update(device: HostDevice): Promise<void>;
  remove(deviceId: string): Promise<void>;
  /** Resolves when what was begun with the device, opening or closing, has been said to the process. */
  settled(deviceId: string): Promise<void>;
  /** @throws PLUGIN_CONFIG_INVALID */
  checkConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown>;
  started(run: PluginRun): void;
  presence(presence: PluginPresence): void;
}

interface Entry {
  readonly record: DeviceRecord;
  /** Opening and closing of one device happen one after the other. */
  tail: Promise<void>;
  removed: boolean;
}

const CURSOR_RETRY_MS = 1_000;

export function createDeviceDesk(options: DeviceDeskOptions): DeviceDesk {
  const { supervisor, sink, intake, redactor, clock } = options;
  const entries = new Map<string, Entry>();
  const records = new Map<string, DeviceRecord>();
  const ended = new AbortController();

  const pluginOf = (): LoadedPlugin => {
    const plugin = supervisor.plugin();
    if (plugin !== null) return plugin;
    throw pluginError('PLUGIN_UNKNOWN', { pluginId: supervisor.source });
  };

  const checkConfig: DeviceDesk['checkConfig'] = (config) => {
    const { config: checker, manifest } = pluginOf();
    const checked = checker.check(config);
    if (checked.ok) return checked.value as Record<string, unknown>;
    const { path, reason } = checked;
    throw pluginError('PLUGIN_CONFIG_INVALID', { pluginId: manifest.id, path, reason });
  };

  const enqueue = (entry: Entry, work: () => Promise<void>): Promise<void> => {
    const next = entry.tail.then(work);
    entry.tail = next.catch(() => undefined);
    return next;
  };

  const keepSecrets = ({ deviceId, config }: HostDevice) =>
    redactor.set(`device:${deviceId}`, secretsOf(pluginOf().manifest.config, config));

  const open = (entry: Entry, run: PluginRun) =>
    enqueue(entry, async () => {
      const { device } = entry.record;
      const { deviceId, zone, name } = device;
      const current = () => !entry.removed && entry.record.device === device && supervisor.run() === run;
      try {
        const config = checkConfig(device.config);
        keepSecrets(device);
        supervisor.router()?.clear('PLUGIN_CONFIG_INVALID', deviceId);
        const cursor = await loadCursor(deviceId, current);
        if (current()) run.send({ type: 'open', device: { deviceId, zone, name, config, cursor } });
      } catch (thrown) {
        // A new version of the plugin may want another configuration than the one that is stored.
        const error = thrown as HadirError;
        const { message, remedy } = error.definition;
        const facts = factsOf(error);
        supervisor.router()?.raise({ code: error.code, details: facts.details, texts: { message, remedy } }, deviceId);
        entry.record.session({
          type: 'session',
          deviceId,
          phase: 'stopped',
          failure: { kind: 'unsupported', error: facts },
        });
        options.onChange(entry.record);
      }
    });

  const loadCursor = async (deviceId: string, current: () => boolean): Promise<Cursor> => {
    await intake.settled(deviceId);
    while (current()) {
      try {
        return await sink.loadCursor(deviceId);
      } catch (thrown) {
        supervisor.router()?.log('warn', `The cursor could not be read: ${reasonOf(thrown)}`, deviceId);
        await pause(CURSOR_RETRY_MS, ended.signal);
      }
    }
    return null;
  };

  const close = async (deviceId: string): Promise<void> => {
    const run = supervisor.run();
    if (run === null) return;
    const { drainMs, closeMs, abortGraceMs } = options.sessionTimings;
    const giveUp = () => pluginError('PLUGIN_ABORT_IGNORED', { phase: 'close' });
    await run
      .ask((requestId) => ({ type: 'close', requestId, deviceId }), {
        timeoutMs: drainMs + closeMs + 3 * abortGraceMs + 1_000,
        onTimeout: giveUp,
        onLost: giveUp,
      })
      .catch((error: HadirError) => supervisor.router()?.log('warn', error.message, deviceId));
  };

  return {
    supervisor,
    records,
    checkConfig,
    add(device) {
      checkConfig(device.config);
      keepSecrets(device);
      const record = createDeviceRecord(device, clock, options.silentAfterMs);
      const entry: Entry = { record, tail: Promise.resolve(), removed: false };
      entries.set(device.deviceId, entry);
      records.set(device.deviceId, record);
      const run = supervisor.run();
      record.plugin(run === null ? (supervisor.status().state === 'starting' ? 'idle' : 'down') : 'up');
      options.onChange(record);
      if (run !== null) void open(entry, run);
    },
    async update(device) {
      const entry = entries.get(device.deviceId);
      if (entry === undefined) throw pluginError('PLUGIN_DEVICE_UNKNOWN', { deviceId: device.deviceId });
      checkConfig(device.config);
      await enqueue(entry, async () => {
        await close(device.deviceId);
        keepSecrets(device);
        entry.record.replace(device);
        options.onChange(entry.record);
      });
      const run = supervisor.run();
      if (run !== null && !entry.removed) await open(entry, run);
    },
    async remove(deviceId) {
      const entry = entries.get(deviceId);
      if (entry === undefined) return;
      entry.removed = true;
      await enqueue(entry, () => close(deviceId));
      entries.delete(deviceId);
      records.delete(deviceId);
      redactor.delete(`device:${deviceId}`);
    },
    async settled(deviceId) {
      await entries.get(deviceId)?.tail;
    },
    started(run) {
      for (const entry of entries.values()) {
        entry.record.plugin('up');
        options.onChange(entry.record);
        void open(entry, run);
      }
    },
    presence(presence) {
      for (const { record } of entries.values()) {
        record.plugin(presence);
        options.onChange(record);
      }
    },
  };
}
