import Type from 'typebox';
import { allows } from '../../auth/index.js';
import { TemperatureSettings, VisitSettings } from '../../config/index.js';
import {
  getStationRules,
  getVisit,
  listVisits,
  recomputeRange,
  setStationRules,
  type VisitContext,
} from '../../visits/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { Facts, IdParams, Time, Uuid } from '../views/common.js';
import { VisitView, visitView } from '../views/visit.js';

/** Until the year 9999: what is beyond is no cursor of ours. */
const Place = Type.Tuple([Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }), Uuid]);
const closed = { additionalProperties: false } as const;
const OwnRules = Type.Object(
  { visits: VisitSettings, temperature: TemperatureSettings },
  { ...closed, description: 'Only where the station differs from the hub’s settings.' },
);
const RulesView = Type.Object({
  visits: VisitSettings,
  temperature: TemperatureSettings,
  effective: Type.Object({ visits: Facts, temperature: Facts }, { description: 'What holds, in milliseconds and °C.' }),
});

function rulesView({ visits, temperature, effective }: Awaited<ReturnType<typeof getStationRules>>) {
  return {
    visits,
    temperature,
    effective: { visits: { ...effective.visits }, temperature: { ...effective.temperature } },
  };
}

export function visitContext({ database, clock, config }: HubServices): VisitContext {
  const { visits, temperature, retention } = config;
  return { database, clock, rules: { visits, temperature }, keepDays: retention.visitDays };
}

export function visitRoutes(app: App, services: HubServices): void {
  const context = visitContext(services);
  const tags = ['visits'];
  app.get(
    '/visits',
    {
      config: { scope: 'events:read' },
      schema: {
        tags,
        summary: 'Visits, newest first: what the devices of a station saw of one person’s coming',
        querystring: Type.Object({
          ...PageQuery,
          stationId: Type.Optional(Uuid),
          personId: Type.Optional(Uuid),
          from: Type.Optional(Time),
          to: Type.Optional(Time),
        }),
        response: { 200: pageOf(VisitView) },
      },
    },
    async (request) => {
      const { limit, cursor, from, to, ...filter } = request.query;
      const rows = await listVisits(context, {
        ...filter,
        limit,
        withHealth: allows(callerOf(request).scopes, 'health:read'),
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(to === undefined ? {} : { to: new Date(to) }),
        ...(cursor === undefined ? {} : { before: decodeCursor(Place, cursor) }),
      });
      return cutPage(
        rows,
        limit,
        (row) => [row.from.getTime(), row.id],
        (row) => visitView(row, request.language),
      );
    },
  );
  app.get(
    '/visits/:id',
    {
      config: { scope: 'events:read' },
      schema: { tags, summary: 'One visit', params: IdParams, response: { 200: VisitView } },
    },
    async (request) => {
      const withHealth = allows(callerOf(request).scopes, 'health:read');
      return visitView(await getVisit(context, request.params.id, withHealth), request.language);
    },
  );
  ruleRoutes(app, context);
}

function ruleRoutes(app: App, context: VisitContext): void {
  const tags = ['visits'];
  app.get(
    '/stations/:id/rules',
    {
      config: { scope: 'rules:read' },
      schema: {
        tags,
        summary: 'How a station joins its devices and judges temperatures',
        params: IdParams,
        response: { 200: RulesView },
      },
    },
    async (request) => rulesView(await getStationRules(context, request.params.id)),
  );
  app.put(
    '/stations/:id/rules',
    {
      config: { scope: 'rules:write' },
      schema: {
        tags,
        summary: 'Replace where a station differs; its visits are computed anew, decisions stay',
        params: IdParams,
        body: OwnRules,
        response: { 200: RulesView },
      },
    },
    async (request) =>
      rulesView(await setStationRules(context, request.params.id, request.body, callerOf(request).actor)),
  );
  app.post(
    '/stations/:id/visits/recompute',
    {
      config: { scope: 'rules:write' },
      schema: {
        tags,
        summary: 'Compute the visits of a stretch of time anew; decisions stay',
        params: IdParams,
        body: Type.Object({ from: Time, to: Time }, closed),
        response: { 202: Type.Object({ minutes: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { from, to } = request.body;
      const range = { from: new Date(from), to: new Date(to) };
      const minutes = await recomputeRange(context, request.params.id, range, callerOf(request).actor);
      return reply.code(202).send({ minutes });
    },
  );
}
