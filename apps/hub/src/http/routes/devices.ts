import { zoneOf } from '@hadir/core';
import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import {
  checkDeviceConfig,
  type DeviceChange,
  type DeviceRecord,
  getDevice,
  insertDevice,
  keepSecrets,
  listDevices,
  manifestOf,
  removeDevice,
  showConfig,
  updateDevice,
} from '../../devices/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams } from '../views/common.js';
import { DeviceInput, DevicePatch, DeviceUserView, DeviceView, deviceView } from '../views/device.js';

const NamePlace = Type.Tuple([Type.String(), Type.String()]);
const TextPlace = Type.Tuple([Type.String()]);

export function deviceRoutes(app: App, services: HubServices): void {
  const tags = ['devices'];
  const { database, keyring } = services;

  const show = async (device: DeviceRecord, request: FastifyRequest): Promise<DeviceView> => {
    const fleet = services.fleetOrNull();
    const manifest = fleet?.host.manifests().get(device.pluginId);
    // Without the plugin's schema nobody knows what is secret, so nothing is shown.
    const config = manifest
      ? showConfig(manifest.config, await keyring.open(device).catch(() => ({})))
      : { values: {}, secrets: {} };
    const status = fleet?.status(device.id) ?? null;
    return deviceView(device, {
      config,
      status,
      blocked: fleet?.blocked(device.id) ?? null,
      language: request.language,
    });
  };

  app.get(
    '/devices',
    {
      config: { scope: 'devices:read' },
      schema: {
        tags,
        summary: 'Devices by name, with their state',
        querystring: Type.Object({ ...PageQuery, pluginId: Type.Optional(Type.String()) }),
        response: { 200: pageOf(DeviceView) },
      },
    },
    async (request) => {
      const { limit, cursor, pluginId } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(NamePlace, cursor);
      const rows = await listDevices(database, {
        ...(pluginId === undefined ? {} : { pluginId }),
        ...(place ? { after: { name: place[0], id: place[1] } } : {}),
        limit: limit + 1,
      });
      const page = cutPage(
        rows,
        limit,
        (row) => [row.name, row.id],
        (row) => row,
      );
      return { items: await Promise.all(page.items.map((row) => show(row, request))), next: page.next };
    },
  );

  app.post(
    '/devices',
    {
      config: { scope: 'devices:write' },
      schema: { tags, summary: 'Add a device', body: DeviceInput, response: { 201: DeviceView } },
    },
    async (request, reply) => {
      const input = request.body;
      const fleet = services.fleet();
      const zone = zoneOf(input.zone ?? services.config.zone).name;
      checkDeviceConfig(manifestOf(fleet.host, input.pluginId), input.config);
      const device = await database.kysely
        .transaction()
        .execute((trx) => insertDevice(trx, keyring, { ...input, zone }, callerOf(request).actor));
      await fleet.refresh();
      return reply.code(201).send(await show(device, request));
    },
  );

  app.get(
    '/devices/:id',
    {
      config: { scope: 'devices:read' },
      schema: { tags, summary: 'One device', params: IdParams, response: { 200: DeviceView } },
    },
    async (request) => show(await getDevice(database, request.params.id), request),
  );

  app.patch(
    '/devices/:id',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Change a device',
        description: 'A `config` replaces the one before, except that secrets left out stay as they are.',
        params: IdParams,
        body: DevicePatch,
        response: { 200: DeviceView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const fleet = services.fleet();
      const current = await getDevice(database, id);
      const change = request.body;
      if (change.zone !== undefined) zoneOf(change.zone);
      const next = await withConfig(current, change);
      const device = await updateDevice(database, keyring, id, next, callerOf(request).actor);
      await fleet.refresh();
      return show(device, request);
    },
  );

  const withConfig = async (current: DeviceRecord, change: Static<typeof DevicePatch>): Promise<DeviceChange> => {
    const { config, ...rest } = change;
    if (config === undefined) return rest;
    const manifest = manifestOf(services.fleet().host, current.pluginId);
    // An old configuration that no longer opens must not stop the operator from giving a new one.
    const old = await keyring.open(current).catch(() => ({}));
    const kept = keepSecrets(manifest.config, old, config);
    checkDeviceConfig(manifest, kept);
    return { ...rest, config: kept };
  };

  app.delete(
    '/devices/:id',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Take a device out of service',
        description: 'Its journal and events stay.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeDevice(database, request.params.id, callerOf(request).actor);
      await services.fleetOrNull()?.refresh();
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/devices/:id/users',
    {
      config: { scope: 'devices:read' },
      schema: {
        tags,
        summary: 'Who is registered on the device, by its latest word',
        params: IdParams,
        querystring: Type.Object(PageQuery),
        response: { 200: pageOf(DeviceUserView) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      await getDevice(database, request.params.id);
      const after = cursor === undefined ? undefined : decodeCursor(TextPlace, cursor)[0];
      const rows = await database.kysely
        .selectFrom('device_user')
        .selectAll()
        .where('device_id', '=', request.params.id)
        .$if(after !== undefined, (q) => q.where('device_user_id', '>', after ?? ''))
        .orderBy('device_user_id')
        .limit(limit + 1)
        .execute();
      return cutPage(
        rows,
        limit,
        (row) => [row.device_user_id],
        (row) => ({
          deviceUserId: row.device_user_id,
          name: row.name,
          privilege: row.privilege,
          enrolled: row.enrolled.map((one) => ({ ...one })),
          seenAt: row.seen_at.toISOString(),
        }),
      );
    },
  );
}
