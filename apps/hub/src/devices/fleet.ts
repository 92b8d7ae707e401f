import { type Clock, type HadirError, isHadirError } from '@hadir/core';
import type { Manifest } from '@hadir/sdk';
import { type DeviceStatus, fillDefaults, type PluginHost } from '@hadir/sdk/host';
import { checkJsonSchema, faultText } from '../config/index.js';
import type { Notebook } from '../issues/index.js';
import type { HubLog } from '../observability/index.js';
import { clearIssue, type Database, raiseIssue } from '../store/index.js';
import { type DeviceRecord, listDevices } from './devices.js';
import { createDispatcher } from './dispatcher.js';
import { deviceError } from './errors.js';
import type { KeyringHolder } from './keyring-holder.js';

/** Keeps the plugin host's devices equal to the table of devices. */
export interface Fleet {
  readonly host: PluginHost;
  /** Takes over what changed in the table; resolves when the host has it. */
  refresh(): Promise<void>;
  /** Tells that a command was added. */
  wakeCommands(): void;
  status(deviceId: string): DeviceStatus | null;
  /** Why the device is not in service although it is enabled; null when it is. */
  blocked(deviceId: string): HadirError | null;
  /** Stops carrying commands and watching the table. The host is its owner's to stop. */
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly database: Database;
  readonly host: PluginHost;
  readonly keyring: KeyringHolder;
  readonly notebook: Notebook;
  readonly clock: Clock;
  readonly log: HubLog;
}

/** Changes made past this process (another hub, the command line) are seen this late at most. */
const LOOK_EVERY_MS = 15_000;

export function createFleet(options: FleetOptions): Fleet {
  const { database, host, keyring, notebook, log } = options;
  const applied = new Map<string, number>();
  const blocked = new Map<string, HadirError>();
  const dispatcher = createDispatcher(options);
  let stopped = false;
  let queue: Promise<void> = Promise.resolve();

  const reconcile = async (): Promise<void> => {
    if (stopped) return;
    const wanted = (await listDevices(database)).filter((device) => device.enabled);
    const ids = new Set(wanted.map((device) => device.id));
    for (const id of [...applied.keys(), ...blocked.keys()]) {
      if (ids.has(id)) continue;
      applied.delete(id);
      unblock(id);
      await host.removeDevice(id);
    }
    for (const device of wanted) {
      if (stopped) return;
      if (applied.get(device.id) !== device.updatedAt.getTime()) await apply(device);
    }
  };

  const apply = async (device: DeviceRecord): Promise<void> => {
    try {
      const config = await keyring.open(device);
      const entry = { deviceId: device.id, pluginId: device.pluginId, zone: device.zone, name: device.name, config };
      await (applied.has(device.id) ? host.updateDevice(entry) : host.addDevice(entry));
      applied.set(device.id, device.updatedAt.getTime());
      unblock(device.id);
    } catch (error) {
      const known = isHadirError(error) ? error : deviceError('DEVICE_NOT_TAKEN', { device: device.name }, error);
      block(device, known);
    }
  };

  const block = (device: DeviceRecord, error: HadirError): void => {
    if (blocked.get(device.id)?.code === error.code) return;
    log.error({ device: device.name, code: error.code }, 'the device is not in service');
    blocked.set(device.id, error);
    notebook.note(`blocked ${device.id}`, () =>
      raiseIssue(database.pool, {
        ...{ code: error.code, deviceId: device.id, pluginId: device.pluginId, severity: 'error' },
        details: { ...error.details, device: device.name },
      }),
    );
  };

  const unblock = (deviceId: string): void => {
    const error = blocked.get(deviceId);
    if (!error) return;
    blocked.delete(deviceId);
    notebook.note(`blocked ${deviceId}`, async () => {
      const row = await database.kysely
        .selectFrom('device')
        .select('plugin_id')
        .where('id', '=', deviceId)
        .executeTakeFirst();
      await clearIssue(database.pool, { code: error.code, subject: '', deviceId, pluginId: row?.plugin_id ?? null });
    });
  };

  const refresh = (): Promise<void> => {
    const next = queue.then(reconcile);
    queue = next.catch(() => undefined);
    return next;
  };

  const look = (): void => {
    refresh().catch((error: unknown) =>
      log.warn({ err: error }, 'the table of devices could not be read; trying again'),
    );
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return {
    host,
    refresh,
    wakeCommands: () => dispatcher.wake(),
    status: (deviceId) => host.status().devices.find((device) => device.deviceId === deviceId) ?? null,
    blocked: (deviceId) => blocked.get(deviceId) ?? null,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all([dispatcher.stop(), queue]);
    },
  };
}

/** @throws DEVICE_PLUGIN_UNKNOWN */
export function manifestOf(host: PluginHost, pluginId: string): Manifest {
  const manifest = host.manifests().get(pluginId);
  if (!manifest) throw deviceError('DEVICE_PLUGIN_UNKNOWN', { plugin: pluginId });
  return manifest;
}

/** @throws DEVICE_CONFIG_INVALID */
export function checkDeviceConfig(manifest: Manifest, config: Readonly<Record<string, unknown>>): void {
  const faults = checkJsonSchema(manifest.config, fillDefaults(manifest.config, config));
  if (faults.length === 0) return;
  const problems = faults.map((fault) => `config${fault.pointer} ${faultText(fault, 'en')}`).join('; ');
  throw deviceError('DEVICE_CONFIG_INVALID', { plugin: manifest.id, problems });
}
