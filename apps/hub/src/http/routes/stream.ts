import Type, { type Static } from 'typebox';
import type { App } from '../app-types.js';
import { httpError } from '../errors.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import type { StreamFilter } from '../stream/pump.js';
import { serveSse } from '../stream/sse.js';
import { serveWebSocket } from '../stream/websocket.js';
import { Time, Uuid } from '../views/common.js';

const Query = Type.Object({
  after: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'Cursor after which to begin; `0` from the very first event; without it from now on.',
    }),
  ),
  ticket: Type.Optional(
    Type.String({ maxLength: 1000, description: 'From `POST /stream/tickets`, in place of a key.' }),
  ),
  deviceId: Type.Optional(Uuid),
  personId: Type.Optional(Uuid),
  verdict: Type.Optional(Type.Enum(['accepted', 'review', 'rejected'])),
});

const WORDS =
  'Events in the order in which they came to be or changed. Resume with the last cursor: nothing is left out, and an event that changed meanwhile comes once, in its latest form. A client that takes nothing for a while is cut off (WebSocket close code 4008) and resumes.';

export function streamRoutes(app: App, services: HubServices): void {
  const tags = ['stream'];

  app.post(
    '/stream/tickets',
    {
      config: { scope: 'events:read' },
      schema: {
        tags,
        summary: 'A ticket for a browser',
        description: 'Valid for 30 seconds and once, so that no key stands in a URL.',
        response: { 201: Type.Object({ ticket: Type.String(), expiresAt: Time }) },
      },
    },
    async (request, reply) => {
      const { ticket, expiresAt } = services.tickets.issue(callerOf(request).keyId);
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ticket, expiresAt: new Date(expiresAt).toISOString() });
    },
  );

  app.get(
    '/stream/sse',
    {
      config: { scope: 'events:read', ticket: true },
      schema: {
        tags,
        summary: 'Live events as server-sent events',
        description: `${WORDS} \`id\` of each is its cursor; \`Last-Event-ID\` resumes.`,
        querystring: Query,
        headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 40 })) }),
      },
    },
    async (request, reply) => {
      const from = await place(request.headers['last-event-id'] ?? request.query.after);
      await serveSse(services, request, reply, from, filterOf(request.query));
    },
  );

  app.route({
    method: 'GET',
    url: '/stream',
    config: { scope: 'events:read', ticket: true },
    schema: { tags, summary: 'Live events over WebSocket', description: WORDS, querystring: Query },
    // Before the upgrade, so that a bad cursor is answered in HTTP.
    preHandler: async (request) => {
      request.streamFrom = await place(request.query.after);
    },
    handler: async () => {
      throw httpError('STREAM_NEEDS_UPGRADE');
    },
    wsHandler: (socket, request) =>
      serveWebSocket(services, socket, request, request.streamFrom, filterOf(request.query as Static<typeof Query>)),
  });
  app.decorateRequest('streamFrom', 0);

  const place = async (cursor: string | undefined): Promise<number> => {
    if (services.streams.count() >= services.config.limits.streams) throw httpError('STREAM_TOO_MANY');
    if (cursor === undefined || cursor === '') return services.feed.head();
    const position = /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
    if (position === null) throw httpError('CURSOR_INVALID');
    return position;
  };
}

function filterOf(query: Static<typeof Query>): StreamFilter {
  const { deviceId, personId, verdict } = query;
  return {
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(personId === undefined ? {} : { personId }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}
