import { TEMPERATURE_MODES, TEMPERATURE_UNITS } from '@hadir/core';
import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { reportRetention } from '../../temperature/index.js';
import {
  decideReading,
  enterReading,
  getMeasurement,
  listDecisionsAbout,
  listMeasurements,
  readCandidates,
} from '../../visits/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Time, Uuid } from '../views/common.js';
import { DecisionView, decisionView, MeasurementView, measurementView, OutcomeState } from '../views/visit.js';
import { visitContext } from './visits.js';

/** Until the year 9999: what is beyond is no cursor of ours. */
const Place = Type.Tuple([Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }), Uuid]);
const closed = { additionalProperties: false } as const;
const degrees = Type.Number({ minimum: -500, maximum: 1000 });
const Detail = Type.Object({
  ...MeasurementView.properties,
  decisions: Type.Array(DecisionView, { description: 'All that was decided, the last word last.' }),
});

const EntryInput = Type.Object(
  {
    deviceId: Type.String({ format: 'uuid', description: 'The gun; its connection is `operator`.' }),
    personId: Type.Optional(Type.String({ format: 'uuid', description: 'Whom it was held at.' })),
    deviceUserId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Or the number that is mapped on this gun.' }),
    ),
    value: degrees,
    unit: Type.Enum(TEMPERATURE_UNITS),
    mode: Type.Optional(Type.Enum(TEMPERATURE_MODES, { description: 'Left out: as the gun is configured.' })),
    site: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    ambient: Type.Optional(degrees),
    measuredAt: Type.Optional(Type.String({ format: 'date-time', description: 'Left out: now.' })),
  },
  closed,
);

const replaces = Type.Optional(
  Type.Integer({ minimum: 1, description: 'The decision that this one replaces; it stays on record.' }),
);
const DecisionInput = Type.Union([
  Type.Object({ visitId: Uuid, replaces }, closed),
  Type.Object({ personId: Uuid, replaces }, closed),
  Type.Object({ nobody: Type.Literal(true), replaces }, closed),
]);

const RetentionView = Type.Object({
  keepDays: Type.Integer(),
  readings: Type.Integer(),
  oldestDay: Type.Union([Type.String(), Type.Null()]),
  overdue: Type.Boolean({ description: 'Something is kept that should be gone.' }),
  purgedReadings: Type.Integer({ description: 'By all purges together.' }),
  purges: Type.Array(Type.Object({ at: Time, before: Type.String(), readings: Type.Integer(), days: Type.Integer() }), {
    description: 'Newest first.',
  }),
});

const tags = ['temperatures'];
const read = { scope: 'health:read' } as const;
const write = { scope: 'health:write' } as const;

export function temperatureRoutes(app: App, services: HubServices): void {
  listRoutes(app, services);
  officerRoutes(app, services);
}

function listRoutes(app: App, services: HubServices): void {
  const context = visitContext(services);
  app.get(
    '/temperatures',
    {
      config: read,
      schema: {
        tags,
        summary: 'Temperatures, newest first; with state=pending, those that wait for an officer',
        description: 'Health data: kept for days, readable only with a permission of its own.',
        querystring: Type.Object({
          ...PageQuery,
          deviceId: Type.Optional(Uuid),
          stationId: Type.Optional(Uuid),
          personId: Type.Optional(Uuid),
          state: Type.Optional(OutcomeState),
          from: Type.Optional(Time),
          to: Type.Optional(Time),
        }),
        response: { 200: pageOf(MeasurementView) },
      },
    },
    async (request) => {
      const { limit, cursor, from, to, ...filter } = request.query;
      const rows = await listMeasurements(context, {
        ...filter,
        limit,
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(to === undefined ? {} : { to: new Date(to) }),
        ...(cursor === undefined ? {} : { before: decodeCursor(Place, cursor) }),
      });
      const candidates = await readCandidates(
        services.database.pool,
        rows.flatMap(({ outcome }) => outcome?.candidates ?? []),
      );
      return cutPage(
        rows,
        limit,
        ({ measurement }) => [measurement.measuredAt, measurement.id],
        (row) => measurementView(row, candidates, request.language),
      );
    },
  );
  app.get(
    '/temperatures/retention',
    {
      config: read,
      schema: { tags, summary: 'What is kept, and what was purged when', response: { 200: RetentionView } },
    },
    async () => {
      const { database, clock, config } = services;
      const report = await reportRetention(database, clock.now(), config.retention.temperatureDays);
      return { ...report, purges: report.purges.map((one) => ({ ...one, at: one.at.toISOString() })) };
    },
  );
  app.get(
    '/temperatures/:id',
    {
      config: read,
      schema: { tags, summary: 'One temperature', params: IdParams, response: { 200: Detail } },
    },
    (request) => detailOf(services, request, request.params.id),
  );
}

function officerRoutes(app: App, services: HubServices): void {
  app.post(
    '/temperatures',
    {
      config: write,
      schema: {
        tags,
        summary: 'Enter what a gun without an interface shows',
        description:
          'The reading goes into the journal like any other, as the word of the officer whose key this is. With an `Idempotency-Key` it is entered once, however often the request arrives.',
        headers: Type.Object({
          'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        }),
        body: EntryInput,
        response: { 202: Type.Object({ id: Uuid, known: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      const { measuredAt, ...input } = request.body;
      const caller = callerOf(request);
      const receipt = await enterReading(
        { ...services.checkin(), ...visitContext(services) },
        { ...input, ...(measuredAt === undefined ? {} : { measuredAt: new Date(measuredAt) }) },
        { actor: caller.actor, keyId: caller.keyId, idempotencyKey: request.headers['idempotency-key'] },
      );
      return reply.code(202).send(receipt);
    },
  );
  app.post(
    '/temperatures/:id/decisions',
    {
      config: write,
      schema: {
        tags,
        summary: 'Decide whose a temperature is',
        description: 'Of a visit, of a person, or nobody’s. Nothing that is computed later overrules it.',
        params: IdParams,
        body: DecisionInput,
        response: { 201: Detail },
      },
    },
    async (request, reply) => {
      await decideReading(visitContext(services), request.params.id, request.body, callerOf(request).actor);
      return reply.code(201).send(await detailOf(services, request, request.params.id));
    },
  );
}

async function detailOf(services: HubServices, request: FastifyRequest, id: string): Promise<Static<typeof Detail>> {
  const { pool } = services.database;
  const record = await getMeasurement(visitContext(services), id);
  const candidates = await readCandidates(pool, record.outcome?.candidates ?? []);
  const decisions = await listDecisionsAbout(pool, id);
  return { ...measurementView(record, candidates, request.language), decisions: decisions.map(decisionView) };
}
