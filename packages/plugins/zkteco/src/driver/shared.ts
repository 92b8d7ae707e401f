import type { PluginContext, PluginSession } from '@hadir/sdk';
import { type AdmsServer, startAdmsServer } from '../adms/server.js';
import type { PluginSettings } from '../config.js';
import { createDiscovery, type Discovery } from '../discovery/discovery.js';
import { createFaceDesk, type FaceDesk } from './face-desk.js';
import { asFailure } from './failures.js';

/** What all terminals of the plugin share. */
export interface ZkShared extends PluginSession {
  /** Null when the listener is switched off. */
  readonly adms: AdmsServer | null;
  readonly faceDesk: FaceDesk;
}

const MIB = 1024 * 1024;
const EVERYBODY = '255.255.255.255';

/** Opens the listener for push terminals and readies the search. @throws DeviceFailure with ADMS_LISTEN_FAILED */
export async function startShared(context: PluginContext, settings: PluginSettings): Promise<ZkShared> {
  const adms = await startListener(context, settings);
  const discovery = discoveryOf(context, settings);
  const faceDesk = createFaceDesk();
  return {
    adms,
    faceDesk,
    faces: faceDesk.service,
    ...(discovery === null ? {} : { discover: (signal: AbortSignal) => discovery.search(signal) }),
    close: async () => adms?.close(),
  };
}

async function startListener(
  context: PluginContext,
  { listen = {}, ...settings }: PluginSettings,
): Promise<AdmsServer | null> {
  if (listen.enabled === false) return null;
  try {
    return await startAdmsServer({
      host: listen.host ?? '0.0.0.0',
      port: listen.port ?? 8081,
      clock: context.clock,
      log: context.log,
      discovered: (candidate) => context.discovered(candidate),
      graceMs: (settings.inboxGraceSeconds ?? 15) * 1000,
      ...(settings.maxBodyMiB === undefined ? {} : { limits: { maxBodyBytes: settings.maxBodyMiB * MIB } }),
    });
  } catch (error) {
    throw asFailure(error);
  }
}

function discoveryOf(context: PluginContext, { discovery = {} }: PluginSettings): Discovery | null {
  if (discovery.enabled === false) return null;
  return createDiscovery({
    addresses: discovery.addresses ?? [EVERYBODY],
    port: discovery.port ?? 4370,
    clock: context.clock,
    log: context.log,
    discovered: (candidate) => context.discovered(candidate),
  });
}
