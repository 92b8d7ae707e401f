import Type, { type Static } from 'typebox';
import {
  createMapping,
  getMapping,
  listMappings,
  listUnmapped,
  type MappingRecord,
  removeMapping,
  updateMapping,
} from '../../people/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { Day, IdParams, Named, nullable, Time, Uuid } from '../views/common.js';

const IdPlace = Type.Tuple([Uuid]);
const UserPlace = Type.Tuple([Uuid, Type.String()]);
const DeviceUserId = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'As the device writes it: leading zeros count.',
});
const period = { validFrom: Type.Optional(nullable(Day)), validTo: Type.Optional(nullable(Day)) };
const MappingInput = Type.Object(
  { deviceId: Uuid, deviceUserId: DeviceUserId, personId: Uuid, ...period },
  { additionalProperties: false },
);
const MappingPatch = Type.Object(
  { personId: Type.Optional(Uuid), ...period },
  { additionalProperties: false, minProperties: 1 },
);
const MappingView = Type.Object({
  id: Uuid,
  device: Named,
  deviceUserId: Type.String(),
  person: Named,
  validFrom: nullable(Day),
  validTo: nullable(Day),
  createdAt: Time,
  createdBy: Type.String(),
});
const UnmappedView = Type.Object({
  device: Named,
  deviceUserId: Type.String(),
  nameOnDevice: nullable(Type.String()),
  events: Type.Integer(),
  firstAt: Time,
  lastAt: Time,
});

const view = (mapping: MappingRecord): Static<typeof MappingView> => ({
  id: mapping.id,
  device: { id: mapping.deviceId, name: mapping.deviceName },
  deviceUserId: mapping.deviceUserId,
  person: { id: mapping.personId, name: mapping.personName },
  validFrom: mapping.validFrom,
  validTo: mapping.validTo,
  createdAt: mapping.createdAt.toISOString(),
  createdBy: mapping.createdBy,
});

export function mappingRoutes(app: App, services: HubServices): void {
  const tags = ['people'];
  const { database, reattribute } = services;

  app.get(
    '/mappings',
    {
      config: { scope: 'people:read' },
      schema: {
        tags,
        summary: 'Whose number on a device is whose',
        querystring: Type.Object({
          ...PageQuery,
          deviceId: Type.Optional(Uuid),
          deviceUserId: Type.Optional(DeviceUserId),
          personId: Type.Optional(Uuid),
        }),
        response: { 200: pageOf(MappingView) },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = cursor === undefined ? {} : { after: decodeCursor(IdPlace, cursor)[0] };
      const rows = await listMappings(database, { ...query, ...after });
      return cutPage(rows, query.limit, (row) => [row.id], view);
    },
  );
  app.post(
    '/mappings',
    {
      config: { scope: 'people:write' },
      schema: {
        tags,
        summary: 'Give a number on a device to a person',
        description: 'Scans that came before are given to the person too. 409 names who has the number at that time.',
        body: MappingInput,
        response: { 201: MappingView },
      },
    },
    async (request, reply) =>
      reply.code(201).send(view(await createMapping(database, reattribute, request.body, callerOf(request).actor))),
  );
  app.get(
    '/mappings/:id',
    {
      config: { scope: 'people:read' },
      schema: { tags, summary: 'One mapping', params: IdParams, response: { 200: MappingView } },
    },
    async (request) => view(await getMapping(database, request.params.id)),
  );
  app.patch(
    '/mappings/:id',
    {
      config: { scope: 'people:write' },
      schema: {
        tags,
        summary: 'Change person or period',
        params: IdParams,
        body: MappingPatch,
        response: { 200: MappingView },
      },
    },
    async (request) =>
      view(await updateMapping(database, reattribute, request.params.id, request.body, callerOf(request).actor)),
  );
  app.delete(
    '/mappings/:id',
    {
      config: { scope: 'people:write' },
      schema: {
        tags,
        summary: 'Take a number back',
        description: 'Its scans belong to nobody again.',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeMapping(database, reattribute, request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/unmapped',
    {
      config: { scope: 'people:read' },
      schema: {
        tags,
        summary: 'Numbers with scans that belong to nobody',
        querystring: Type.Object({ ...PageQuery, deviceId: Type.Optional(Uuid) }),
        response: { 200: pageOf(UnmappedView) },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = cursor === undefined ? {} : { after: decodeCursor(UserPlace, cursor) };
      const rows = await listUnmapped(database, { ...query, ...after });
      return cutPage(
        rows,
        query.limit,
        (row) => [row.deviceId, row.deviceUserId],
        (row) => ({
          device: { id: row.deviceId, name: row.deviceName },
          deviceUserId: row.deviceUserId,
          nameOnDevice: row.nameOnDevice,
          events: Number(row.events),
          firstAt: row.firstAt.toISOString(),
          lastAt: row.lastAt.toISOString(),
        }),
      );
    },
  );
}
