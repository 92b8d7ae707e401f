import Type from 'typebox';
import {
  allowSites,
  calibrateSite,
  changeRule,
  createBeacon,
  createSite,
  getDecision,
  listBeacons,
  listDecisions,
  listPhones,
  listSites,
  openWindow,
  reviewDecision,
  revokeBeacon,
  revokePhone,
  rotateBeaconKey,
} from '../../checkin/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Time, Uuid } from '../views/common.js';
import {
  BeaconInput,
  BeaconKeyInput,
  BeaconView,
  beaconView,
  DecisionView,
  decisionView,
  PhoneView,
  phoneView,
  RuleInput,
  SiteInput,
  SiteView,
  siteView,
  WalkInput,
} from './checkin-views.js';

const Place = Type.Tuple([Type.String({ format: 'date-time' }), Uuid]);
const closed = { additionalProperties: false } as const;

/** What officers and administrators call. */
export function checkinOfficeRoutes(app: App, services: HubServices): void {
  siteRoutes(app, services);
  phoneRoutes(app, services);
  decisionRoutes(app, services);
}

const tags = ['checkin'];
const read = { scope: 'checkin:read' } as const;
const write = { scope: 'checkin:write' } as const;

function siteRoutes(app: App, services: HubServices): void {
  const { pool } = services.database;
  app.get(
    '/checkin/sites',
    {
      config: read,
      schema: { tags, summary: 'Offices', response: { 200: Type.Object({ items: Type.Array(SiteView) }) } },
    },
    async () => ({ items: (await listSites(pool)).map(siteView) }),
  );
  app.post(
    '/checkin/sites',
    { config: write, schema: { tags, summary: 'Add an office', body: SiteInput, response: { 201: SiteView } } },
    async (request, reply) =>
      reply.code(201).send(siteView(await createSite(services.checkin(), request.body, callerOf(request).actor))),
  );
  app.patch(
    '/checkin/sites/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change what is asked of the signal',
        params: IdParams,
        body: RuleInput,
        response: { 200: SiteView },
      },
    },
    async (request) =>
      siteView(await changeRule(services.checkin(), request.params.id, request.body, callerOf(request).actor)),
  );
  app.post(
    '/checkin/sites/:id/calibration',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set the threshold from a walk',
        params: IdParams,
        body: WalkInput,
        response: { 200: SiteView },
      },
    },
    async (request) =>
      siteView(await calibrateSite(services.checkin(), request.params.id, request.body, callerOf(request).actor)),
  );
  app.get(
    '/checkin/sites/:id/beacons',
    {
      config: read,
      schema: {
        tags,
        summary: 'Beacons of an office',
        params: IdParams,
        response: { 200: Type.Object({ items: Type.Array(BeaconView) }) },
      },
    },
    async (request) => ({ items: (await listBeacons(pool, request.params.id)).map(beaconView) }),
  );
  app.post(
    '/checkin/sites/:id/beacons',
    {
      config: write,
      schema: {
        tags,
        summary: 'Add a beacon',
        description: 'The answer holds the key for the device. It is shown this once.',
        params: IdParams,
        body: BeaconInput,
        response: { 201: Type.Object({ beacon: BeaconView, key: Type.String() }) },
      },
    },
    async (request, reply) => {
      const made = await createBeacon(services.checkin(), request.params.id, request.body, callerOf(request).actor);
      return reply.code(201).send({ beacon: beaconView(made.beacon), key: made.key });
    },
  );
  app.post(
    '/checkin/beacons/:id/key',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give a beacon another key',
        description: 'The old key counts for a while too. The answer holds the new key; it is shown this once.',
        params: IdParams,
        body: BeaconKeyInput,
        response: { 200: Type.Object({ beacon: BeaconView, key: Type.String() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const made = await rotateBeaconKey(services.checkin(), id, request.body, callerOf(request).actor);
      return { beacon: beaconView(made.beacon), key: made.key };
    },
  );
  app.delete(
    '/checkin/beacons/:id',
    { config: write, schema: { tags, summary: 'Revoke a beacon', params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await revokeBeacon(services.checkin(), request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}

function phoneRoutes(app: App, services: HubServices): void {
  app.put(
    '/checkin/people/:id/sites',
    {
      config: write,
      schema: {
        tags,
        summary: 'Where a person may check in',
        params: IdParams,
        body: Type.Object({ siteIds: Type.Array(Uuid, { maxItems: 100 }) }, closed),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await allowSites(services.checkin(), request.params.id, request.body.siteIds, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/checkin/people/:id/window',
    {
      config: write,
      schema: {
        tags,
        summary: 'Let a person enrol one phone within a day',
        params: IdParams,
        response: { 201: Type.Object({ code: Type.String(), expiresAt: Time }) },
      },
    },
    async (request, reply) => {
      const { code, expiresAt } = await openWindow(services.checkin(), request.params.id, callerOf(request).actor);
      return reply.code(201).send({ code, expiresAt: expiresAt.toISOString() });
    },
  );
  app.get(
    '/checkin/phones',
    {
      config: read,
      schema: {
        tags,
        summary: 'Enrolled phones, newest first',
        querystring: Type.Object({ personId: Type.Optional(Uuid) }),
        response: { 200: Type.Object({ items: Type.Array(PhoneView) }) },
      },
    },
    async (request) => ({
      items: (await listPhones(services.database.pool, request.query.personId ?? null)).map(phoneView),
    }),
  );
  app.post(
    '/checkin/phones/:id/revoke',
    {
      config: write,
      schema: {
        tags,
        summary: 'Revoke a phone',
        params: IdParams,
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await revokePhone(services.checkin(), request.params.id, request.body.reason, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}

function decisionRoutes(app: App, services: HubServices): void {
  const { pool } = services.database;
  app.get(
    '/checkin/decisions',
    {
      config: read,
      schema: {
        tags,
        summary: 'Decisions, newest first',
        querystring: Type.Object({
          ...PageQuery,
          personId: Type.Optional(Uuid),
          siteId: Type.Optional(Uuid),
          open: Type.Optional(Type.Boolean({ description: 'Only what waits for an officer.' })),
        }),
        response: { 200: pageOf(DecisionView) },
      },
    },
    async (request) => {
      const { limit, cursor, personId, siteId, open } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const rows = await listDecisions(pool, {
        ...(personId === undefined ? {} : { personId }),
        ...(siteId === undefined ? {} : { siteId }),
        ...(place ? { before: { at: place[0], id: place[1] } } : {}),
        openOnly: open === true,
        limit,
      });
      return cutPage(rows, limit, (row) => [row.at.toISOString(), row.id], decisionView);
    },
  );
  app.get(
    '/checkin/decisions/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One decision with the bytes that the phone signed',
        params: IdParams,
        response: { 200: Type.Object({ ...DecisionView.properties, evidence: Type.String() }) },
      },
    },
    async (request) => {
      const { evidence, ...decision } = await getDecision(pool, request.params.id);
      return { ...decisionView(decision), evidence };
    },
  );
  app.post(
    '/checkin/decisions/:id/review',
    {
      config: write,
      schema: {
        tags,
        summary: 'Approve or refuse what waits for an officer',
        params: IdParams,
        body: Type.Object({ approve: Type.Boolean(), note: Type.String({ maxLength: 500 }) }, closed),
        response: { 200: DecisionView },
      },
    },
    async (request) =>
      decisionView(await reviewDecision(services.checkin(), request.params.id, request.body, callerOf(request).actor)),
  );
}
