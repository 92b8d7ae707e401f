import Type from 'typebox';
import type { App } from '../app-types.js';
import type { HubServices } from '../services.js';

const Report = Type.Object({
  status: Type.Enum(['ok', 'degraded', 'down']),
  checks: Type.Array(
    Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.Union([Type.String(), Type.Null()]) }),
  ),
});

/** For whoever keeps the hub running. Without a key they say how the hub stands, never why: that needs one. */
export function healthRoutes(app: App, services: HubServices): void {
  const tags = ['health'];
  app.get(
    '/livez',
    {
      config: { scope: 'public', rateLimit: false },
      schema: { tags, summary: 'The process answers', response: { 200: Type.Object({ status: Type.Literal('ok') }) } },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/readyz',
    {
      config: { scope: 'public', rateLimit: false },
      schema: {
        tags,
        summary: 'The hub can keep what devices say',
        description: '503 when the database is away. Trouble with a plugin or a device is `degraded`, with 200.',
        response: {
          200: Type.Object({ status: Type.Enum(['ok', 'degraded']) }),
          503: Type.Object({ status: Type.Literal('down') }),
        },
      },
    },
    async (_request, reply) => {
      const { status } = await services.health();
      return status === 'down' ? reply.code(503).send({ status }) : { status };
    },
  );
  app.get(
    '/api/v1/health',
    {
      config: { scope: 'any' },
      schema: { tags, summary: 'How the hub stands, in detail', response: { 200: Report } },
    },
    async () => {
      const report = await services.health();
      return { status: report.status, checks: report.checks.map((check) => ({ ...check })) };
    },
  );
  app.get(
    '/metrics',
    {
      config: { scope: 'metrics:read', loopback: true, rateLimit: false },
      schema: { tags, summary: 'Prometheus metrics', description: 'From this machine also without a key.' },
    },
    async (_request, reply) => {
      const text = await services.metrics.text();
      return reply
        .type(services.metrics.contentType)
        .serializer((body: unknown) => String(body))
        .send(text);
    },
  );
}
