import { zoneOf } from '@hadir/core';
import Type from 'typebox';
import {
  adoptCandidate,
  checkDeviceConfig,
  getCandidate,
  listCandidates,
  manifestOf,
  setIgnored,
} from '../../devices/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { Name, nullable, Uuid } from '../views/common.js';
import { CandidateView, candidateView } from '../views/device.js';

const Place = Type.Tuple([Type.String(), Type.String()]);
const PluginId = Type.String({ minLength: 1, maxLength: 40 });
const Params = Type.Object({ pluginId: PluginId, key: Type.String({ minLength: 1, maxLength: 200 }) });
const MAX_DISCOVERY_SECONDS = 60;

export function inboxRoutes(app: App, services: HubServices): void {
  const tags = ['inbox'];
  const { database } = services;

  app.get(
    '/inbox',
    {
      config: { scope: 'devices:read' },
      schema: {
        tags,
        summary: 'Devices that were seen and are not configured',
        querystring: Type.Object({ ...PageQuery, state: Type.Optional(Type.Enum(['new', 'ignored', 'adopted'])) }),
        response: { 200: pageOf(CandidateView) },
      },
    },
    async (request) => {
      const { limit, cursor, state } = request.query;
      const rows = await listCandidates(database, {
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { after: decodeCursor(Place, cursor) }),
        limit,
      });
      return cutPage(rows, limit, (row) => [row.pluginId, row.key], candidateView);
    },
  );

  app.post(
    '/inbox/:pluginId/:key/adopt',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Believe a device and take it into service',
        params: Params,
        body: Type.Object(
          {
            name: Type.Optional(Name),
            zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
            stationId: Type.Optional(nullable(Uuid)),
            config: Type.Optional(
              Type.Record(Type.String(), Type.Unknown(), { description: 'Laid over what the plugin proposes.' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ deviceId: Uuid, name: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { pluginId, key } = request.params;
      const { name, zone, stationId, config } = request.body;
      const fleet = services.fleet();
      const candidate = await getCandidate(database, pluginId, key);
      const complete = { ...candidate.config, ...config };
      checkDeviceConfig(manifestOf(fleet.host, pluginId), complete);
      const device = await adoptCandidate(
        database,
        services.keyring,
        candidate,
        {
          name: name ?? candidate.name,
          zone: zoneOf(zone ?? services.config.zone).name,
          stationId: stationId ?? null,
          config: complete,
        },
        callerOf(request).actor,
      );
      await fleet.refresh();
      return reply.code(201).send({ deviceId: device.id, name: device.name });
    },
  );

  app.put(
    '/inbox/:pluginId/:key/ignored',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Hide a device from the inbox, or show it again',
        params: Params,
        body: Type.Object({ ignored: Type.Boolean() }, { additionalProperties: false }),
        response: { 200: CandidateView },
      },
    },
    async (request) => {
      const candidate = await getCandidate(database, request.params.pluginId, request.params.key);
      return candidateView(await setIgnored(database, candidate, request.body.ignored, callerOf(request).actor));
    },
  );

  app.post(
    '/inbox/discover',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Look for devices on the network',
        description: 'What is found appears in the inbox, also before this answers.',
        body: Type.Object(
          {
            pluginId: PluginId,
            seconds: Type.Integer({ minimum: 1, maximum: MAX_DISCOVERY_SECONDS, default: 5 }),
          },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { pluginId, seconds = 5 } = request.body;
      const { host } = services.fleet();
      manifestOf(host, pluginId);
      await host.discover(pluginId, AbortSignal.timeout(seconds * 1000));
      return reply.code(204).send(null);
    },
  );
}
