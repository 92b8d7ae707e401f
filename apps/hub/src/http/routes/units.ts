import { UNIT_KINDS } from '@hadir/core';
import Type from 'typebox';
import {
  createStation,
  createUnit,
  listStations,
  listUnits,
  removeStation,
  removeUnit,
  updateStation,
  updateUnit,
} from '../../people/index.js';
import type { App } from '../app-types.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Name, nullable, Uuid } from '../views/common.js';

const unitFields = {
  parentId: Type.Optional(nullable(Uuid)),
  code: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 40 }))),
};
const UnitInput = Type.Object(
  { ...unitFields, name: Name, kind: Type.Enum([...UNIT_KINDS]) },
  { additionalProperties: false },
);
const UnitPatch = Type.Object(
  { ...unitFields, name: Type.Optional(Name), kind: Type.Optional(Type.Enum([...UNIT_KINDS])) },
  { additionalProperties: false, minProperties: 1 },
);
const UnitView = Type.Object({
  id: Uuid,
  parentId: nullable(Uuid),
  code: nullable(Type.String()),
  name: Type.String(),
  kind: Type.String(),
});

const Zone = Type.String({ minLength: 1, maxLength: 64 });
const StationInput = Type.Object(
  { unitId: Type.Optional(nullable(Uuid)), name: Name, zone: Zone },
  { additionalProperties: false },
);
const StationPatch = Type.Object(
  { unitId: Type.Optional(nullable(Uuid)), name: Type.Optional(Name), zone: Type.Optional(Zone) },
  { additionalProperties: false, minProperties: 1 },
);
const StationView = Type.Object({ id: Uuid, unitId: nullable(Uuid), name: Type.String(), zone: Type.String() });

export function unitRoutes(app: App, services: HubServices): void {
  const tags = ['people'];
  const { database } = services;
  const read = { scope: 'people:read' } as const;
  const write = { scope: 'people:write' } as const;

  app.get(
    '/units',
    {
      config: read,
      schema: {
        tags,
        summary: 'The whole tree of units',
        response: { 200: Type.Object({ items: Type.Array(UnitView) }) },
      },
    },
    async () => ({ items: [...(await listUnits(database))] }),
  );
  app.post(
    '/units',
    { config: write, schema: { tags, summary: 'Add a unit', body: UnitInput, response: { 201: UnitView } } },
    async (request, reply) => reply.code(201).send(await createUnit(database, request.body, callerOf(request).actor)),
  );
  app.patch(
    '/units/:id',
    {
      config: write,
      schema: { tags, summary: 'Change a unit', params: IdParams, body: UnitPatch, response: { 200: UnitView } },
    },
    async (request) => updateUnit(database, request.params.id, request.body, callerOf(request).actor),
  );
  app.delete(
    '/units/:id',
    {
      config: write,
      schema: { tags, summary: 'Remove an empty unit', params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await removeUnit(database, request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/stations',
    {
      config: read,
      schema: {
        tags,
        summary: 'All places where people check in',
        response: { 200: Type.Object({ items: Type.Array(StationView) }) },
      },
    },
    async () => ({ items: [...(await listStations(database))] }),
  );
  app.post(
    '/stations',
    { config: write, schema: { tags, summary: 'Add a station', body: StationInput, response: { 201: StationView } } },
    async (request, reply) =>
      reply.code(201).send(await createStation(database, request.body, callerOf(request).actor)),
  );
  app.patch(
    '/stations/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a station',
        params: IdParams,
        body: StationPatch,
        response: { 200: StationView },
      },
    },
    async (request) => updateStation(database, request.params.id, request.body, callerOf(request).actor),
  );
  app.delete(
    '/stations/:id',
    {
      config: write,
      schema: { tags, summary: 'Remove a station without devices', params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await removeStation(database, request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}
