import type { Language } from '@hadir/core';
import type { PluginStatus } from '@hadir/sdk/host';
import Type, { type Static } from 'typebox';
import { writeAudit } from '../../audit/index.js';
import { manifestOf } from '../../devices/index.js';
import type { App } from '../app-types.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { PluginView, trouble } from '../views/device.js';

const Params = Type.Object({ pluginId: Type.String({ minLength: 1, maxLength: 40 }) });

export function pluginRoutes(app: App, services: HubServices): void {
  const tags = ['plugins'];
  const view = (plugin: PluginStatus, language: Language): Static<typeof PluginView> => ({
    id: plugin.pluginId,
    source: plugin.source,
    name: plugin.name ? { ...plugin.name } : null,
    version: plugin.version,
    capabilities: [...plugin.capabilities],
    permissions: { ...plugin.permissions },
    state: plugin.state,
    pid: plugin.pid,
    startedAt: time(plugin.startedAt),
    restarts: plugin.restarts,
    nextStartAt: time(plugin.nextStartAt),
    rssBytes: plugin.rssBytes,
    cpuPercent: plugin.cpuPercent,
    eventLoopDelayMs: plugin.eventLoopDelayMs,
    error: plugin.lastError ? trouble(plugin.lastError, language) : null,
    configSchema:
      services
        .fleet()
        .host.manifests()
        .get(plugin.pluginId ?? '')?.config ?? null,
  });

  app.get(
    '/plugins',
    {
      config: { scope: 'plugins:read' },
      schema: {
        tags,
        summary: 'All plugins and how they run',
        response: { 200: Type.Object({ items: Type.Array(PluginView) }) },
      },
    },
    async (request) => ({
      items: services
        .fleet()
        .host.status()
        .plugins.map((plugin) => view(plugin, request.language)),
    }),
  );

  app.post(
    '/plugins/:pluginId/restart',
    {
      config: { scope: 'plugins:write' },
      schema: {
        tags,
        summary: 'Start a plugin again at once',
        description: 'Drains it first when it runs; ends a quarantine.',
        params: Params,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { pluginId } = request.params;
      const { host } = services.fleet();
      if (!host.status().plugins.some((plugin) => plugin.pluginId === pluginId)) manifestOf(host, pluginId);
      await writeAudit(services.database.kysely, {
        actor: callerOf(request).actor,
        action: 'plugin.restart',
        subject: pluginId,
      });
      await host.restartPlugin(pluginId);
      return reply.code(204).send(null);
    },
  );
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
