import Type, { type Static } from 'typebox';
import { type ApiKey, createKey, listKeys, revokeKey, SCOPES } from '../../auth/index.js';
import type { App } from '../app-types.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, iso, Name, nullable, Time, Uuid } from '../views/common.js';

const KeyView = Type.Object({
  id: Uuid,
  name: Type.String(),
  prefix: Type.String({ description: 'How the key begins, to tell keys apart.' }),
  scopes: Type.Array(Type.String()),
  createdAt: Time,
  createdBy: Type.String(),
  expiresAt: nullable(Time),
  revokedAt: nullable(Time),
  lastUsedAt: nullable(Time),
});

const view = (key: ApiKey): Static<typeof KeyView> => ({
  ...key,
  scopes: [...key.scopes],
  createdAt: key.createdAt.toISOString(),
  expiresAt: iso(key.expiresAt),
  revokedAt: iso(key.revokedAt),
  lastUsedAt: iso(key.lastUsedAt),
});

export function keyRoutes(app: App, services: HubServices): void {
  const tags = ['keys'];
  const { database } = services;
  app.get(
    '/keys',
    {
      config: { scope: 'keys:read' },
      schema: {
        tags,
        summary: 'All keys, without their secrets',
        response: { 200: Type.Object({ items: Type.Array(KeyView) }) },
      },
    },
    async () => ({ items: (await listKeys(database)).map(view) }),
  );
  app.post(
    '/keys',
    {
      config: { scope: 'keys:write' },
      schema: {
        tags,
        summary: 'Make a key',
        description: 'The key is in this answer and nowhere else. Nobody can hand on scopes that they lack.',
        body: Type.Object(
          {
            name: Name,
            scopes: Type.Array(Type.Enum([...SCOPES]), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
            expiresAt: Type.Optional(nullable(Time)),
          },
          { additionalProperties: false },
        ),
        response: { 201: Type.Object({ key: KeyView, token: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { name, scopes, expiresAt } = request.body;
      const input = { name, scopes, expiresAt: expiresAt ? new Date(expiresAt) : null };
      const made = await createKey(database, input, callerOf(request), services.clock);
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ key: view(made.key), token: made.token });
    },
  );
  app.delete(
    '/keys/:id',
    {
      config: { scope: 'keys:write' },
      schema: { tags, summary: 'Revoke a key at once', params: IdParams, response: { 200: KeyView } },
    },
    async (request) => view(await revokeKey(database, request.params.id, callerOf(request).actor)),
  );
}
