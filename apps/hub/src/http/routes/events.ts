import Type from 'typebox';
import { decideEvent, decisionsOf, evidenceOf, explainEvent, getEvent, listEvents } from '../../events/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Time, Uuid } from '../views/common.js';
import { EventView, eventView } from '../views/event.js';

const Place = Type.Tuple([Type.Integer(), Uuid]);
const Verdict = Type.Enum(['accepted', 'rejected']);
const Decisions = Type.Array(Type.Object({ verdict: Verdict, reason: Type.String(), by: Type.String(), at: Time }), {
  description: 'What officers decided, in order. The last one counts; the event itself is never edited.',
});
const Detail = Type.Object({
  event: EventView,
  decisions: Decisions,
  explanation: Type.Array(Type.String(), { description: 'Why it says what it says, a sentence a line.' }),
  evidence: Type.Array(
    Type.Object({
      seq: Type.Integer({ description: "Place in the device's journal." }),
      kind: Type.String(),
      receivedAt: Time,
      reading: Type.Unknown({ description: 'What the device said, with the raw bytes.' }),
      hash: Type.String(),
    }),
    { description: 'Journal rows that tell of this scan.' },
  ),
});

export function eventRoutes(app: App, services: HubServices): void {
  const tags = ['events'];
  app.get(
    '/events',
    {
      config: { scope: 'events:read' },
      schema: {
        tags,
        summary: 'Attendance events, newest first',
        querystring: Type.Object({
          ...PageQuery,
          from: Type.Optional(Time),
          to: Type.Optional(Time),
          deviceId: Type.Optional(Uuid),
          personId: Type.Optional(Uuid),
          unitId: Type.Optional(Type.String({ format: 'uuid', description: 'The unit and everything below it.' })),
          verdict: Type.Optional(Type.Enum(['accepted', 'review', 'rejected'])),
          waiting: Type.Optional(
            Type.Boolean({ description: 'true: only those that wait for an officer who has not decided yet.' }),
          ),
          unmapped: Type.Optional(Type.Boolean({ description: 'true: only numbers that belong to nobody.' })),
        }),
        response: { 200: pageOf(EventView) },
      },
    },
    async (request) => {
      const { limit, cursor, from, to, ...filter } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const rows = await listEvents(
        services.database,
        {
          ...filter,
          ...(from === undefined ? {} : { from: new Date(from) }),
          ...(to === undefined ? {} : { to: new Date(to) }),
        },
        { limit, ...(place ? { after: { at: place[0], id: place[1] } } : {}) },
      );
      return cutPage(rows, limit, (row) => [row.occurredAt.getTime(), row.id], eventView);
    },
  );
  app.get(
    '/events/:id',
    {
      config: { scope: 'events:read' },
      schema: { tags, summary: 'One event and the way it came', params: IdParams, response: { 200: Detail } },
    },
    async (request) => {
      const event = await getEvent(services.database, request.params.id);
      const evidence = await evidenceOf(services.database, event);
      const decisions = await decisionsOf(services.database, event.id);
      return {
        event: eventView(event),
        decisions: decisions.map((one) => ({ ...one, at: one.at.toISOString() })),
        explanation: [...explainEvent(event, evidence.length, request.language, decisions)],
        evidence: evidence.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
      };
    },
  );
  app.post(
    '/events/:id/decisions',
    {
      config: { scope: 'approvals:write' },
      schema: {
        tags,
        summary: 'Accept or reject what waits for an officer',
        description: 'Kept with reason, name and time, and never changed; a later decision corrects an earlier one.',
        params: IdParams,
        body: Type.Object(
          { verdict: Verdict, reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S' }) },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ decisions: Decisions }) },
      },
    },
    async (request, reply) => {
      const { actor } = callerOf(request);
      const decisions = await decideEvent(services, request.params.id, request.body, actor);
      return reply.code(201).send({ decisions: decisions.map((one) => ({ ...one, at: one.at.toISOString() })) });
    },
  );
}
