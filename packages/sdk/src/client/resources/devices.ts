import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { request } from '../request.js';
import type {
  AdoptInput,
  CandidateView,
  CommandOptions,
  CommandView,
  DeviceCommand,
  DeviceInput,
  DevicePatch,
  DeviceUserView,
  DeviceView,
  LadderView,
  PluginView,
  ProbeInput,
} from '../views/device.js';

export interface DevicesClient {
  /** By name, with their state. */
  list(options?: PageOptions & { readonly pluginId?: string }): Listing<DeviceView>;
  get(id: string, signal?: AbortSignal): Promise<DeviceView>;
  add(device: DeviceInput, signal?: AbortSignal): Promise<DeviceView>;
  /** A `config` replaces the one before, except that secrets left out stay as they are. */
  change(id: string, change: DevicePatch, signal?: AbortSignal): Promise<DeviceView>;
  /** Takes it out of service; its journal and events stay. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
  /** Climbs the ladder of a device. May take a minute: raise `timeoutMs` of the client for slow terminals. */
  test(id: string, signal?: AbortSignal): Promise<LadderView>;
  /** Tries a configuration before it is added. */
  probe(input: ProbeInput, signal?: AbortSignal): Promise<LadderView>;
  /** Who is registered on it, by its latest word. */
  users(id: string, options?: PageOptions): Listing<DeviceUserView>;
  /** Gives an order. Answers at once; ask for the outcome with `commandOf`. */
  command(id: string, command: DeviceCommand, options?: CommandOptions): Promise<CommandView>;
  /** Orders, newest first. */
  commands(id: string, options?: PageOptions): Listing<CommandView>;
  commandOf(id: string, commandId: string, signal?: AbortSignal): Promise<CommandView>;
}

export function devicesClient(connection: Connection): DevicesClient {
  return {
    list: ({ pluginId, ...page } = {}) => listing(connection, path('devices'), { pluginId }, page),
    get: (id, signal) => request(connection, 'GET', path('devices', id), { signal }),
    add: (body, signal) => request(connection, 'POST', path('devices'), { body, signal }),
    change: (id, body, signal) => request(connection, 'PATCH', path('devices', id), { body, signal }),
    remove: (id, signal) => request(connection, 'DELETE', path('devices', id), { signal }),
    test: (id, signal) => request(connection, 'POST', path('devices', id, 'test'), { signal }),
    probe: (body, signal) => request(connection, 'POST', path('devices', 'probe'), { body, signal }),
    users: (id, page = {}) => listing(connection, path('devices', id, 'users'), {}, page),
    command: (id, command, { deadlineSeconds, idempotencyKey, signal } = {}) =>
      request(connection, 'POST', path('devices', id, 'commands'), {
        body: { command, ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }) },
        headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
        signal,
      }),
    commands: (id, page = {}) => listing(connection, path('devices', id, 'commands'), {}, page),
    commandOf: (id, commandId, signal) =>
      request(connection, 'GET', path('devices', id, 'commands', commandId), { signal }),
  };
}

/** Devices that were seen and are not believed until adopted. */
export interface InboxClient {
  list(options?: PageOptions & { readonly state?: CandidateView['state'] }): Listing<CandidateView>;
  /** Believes a device and takes it into service. */
  adopt(
    pluginId: string,
    key: string,
    input?: AdoptInput,
    signal?: AbortSignal,
  ): Promise<{ readonly deviceId: string; readonly name: string }>;
  /** Hides a device from the inbox, or shows it again. */
  ignore(pluginId: string, key: string, ignored: boolean, signal?: AbortSignal): Promise<CandidateView>;
  /** Looks for devices on the network; what is found appears in the inbox. `seconds`: 1–60, default 5. */
  discover(pluginId: string, seconds?: number, signal?: AbortSignal): Promise<void>;
}

export function inboxClient(connection: Connection): InboxClient {
  return {
    list: ({ state, ...page } = {}) => listing(connection, path('inbox'), { state }, page),
    adopt: (pluginId, key, body = {}, signal) =>
      request(connection, 'POST', path('inbox', pluginId, key, 'adopt'), { body, signal }),
    ignore: (pluginId, key, ignored, signal) =>
      request(connection, 'PUT', path('inbox', pluginId, key, 'ignored'), { body: { ignored }, signal }),
    discover: (pluginId, seconds = 5, signal) =>
      request(connection, 'POST', path('inbox', 'discover'), { body: { pluginId, seconds }, signal }),
  };
}

export interface PluginsClient {
  list(signal?: AbortSignal): Promise<readonly PluginView[]>;
  /** Starts it again at once; drains it first when it runs, ends a quarantine. */
  restart(pluginId: string, signal?: AbortSignal): Promise<void>;
}

export function pluginsClient(connection: Connection): PluginsClient {
  return {
    list: async (signal) =>
      (await request<{ readonly items: readonly PluginView[] }>(connection, 'GET', path('plugins'), { signal })).items,
    restart: (pluginId, signal) => request(connection, 'POST', path('plugins', pluginId, 'restart'), { signal }),
  };
}
