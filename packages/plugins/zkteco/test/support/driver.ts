import { type DeviceSession, isDeviceFailure, type PluginSession } from '@hadir/sdk';
import { Value } from 'typebox/value';
import driver, { DeviceConfig } from '../../src/index.js';
import { memoryHost, memoryPluginHost } from './context.js';

/** The plugin as its host starts it, with a listener on a free port of the loopback. */
export async function startPlugin(settings: Record<string, unknown> = {}) {
  const plugin = memoryPluginHost();
  const shared = (await driver.start(plugin.context, {
    listen: { host: '127.0.0.1', port: 0 },
    inboxGraceSeconds: 0,
    discovery: { enabled: false },
    ...settings,
  })) as PluginSession & { readonly adms: { readonly port: number } | null };
  return { ...plugin, shared, url: `http://127.0.0.1:${shared.adms?.port ?? 0}` };
}
export type Plugin = Awaited<ReturnType<typeof startPlugin>>;

/** Opens one device through the contract, in the order in which a host calls. */
export async function openDevice(plugin: Plugin, config: Record<string, unknown>, host = memoryHost()) {
  if (!Value.Check(DeviceConfig, config)) throw new Error(JSON.stringify([...Value.Errors(DeviceConfig, config)]));
  // A host gives every session a signal of its own; the journal and the cursor behind it stay the same.
  const stop = new AbortController();
  const context = Object.create(host.context, { signal: { value: stop.signal } }) as typeof host.context;
  const session: DeviceSession = await driver.open(context, config as never, plugin.shared);
  const leave = new AbortController();
  let streaming: Promise<unknown> = Promise.resolve(null);
  return {
    ...host,
    session,
    backfill: () => session.backfill?.(leave.signal) ?? Promise.resolve(),
    /** @returns what ended the stream, null when nothing did */
    stream(): Promise<unknown> {
      streaming = (session.stream?.(leave.signal) ?? Promise.resolve()).then(
        () => null,
        (error: unknown) => error,
      );
      return streaming;
    },
    command: (command: Parameters<NonNullable<DeviceSession['command']>>[0], withinMs = 20_000) => {
      if (session.command === undefined) throw new Error('the session takes no commands');
      return session.command(command, {
        id: `order-${command.name}`,
        signal: AbortSignal.timeout(withinMs),
        progress: () => undefined,
      });
    },
    async close() {
      leave.abort();
      await streaming;
      stop.abort();
      await session.close();
    },
  };
}

/** The kind and code of what a promise is refused with. */
export async function failureOf(work: Promise<unknown>): Promise<{ readonly kind: string; readonly code: string }> {
  try {
    await work;
  } catch (error) {
    if (isDeviceFailure(error)) return { kind: error.kind, code: error.error.code };
    throw error;
  }
  throw new Error('nothing failed');
}
