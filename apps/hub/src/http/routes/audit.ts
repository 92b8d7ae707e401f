import Type from 'typebox';
import { listAudit } from '../../audit/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import type { HubServices } from '../services.js';
import { Facts, Time } from '../views/common.js';

const Place = Type.Tuple([Type.Integer()]);
const EntryView = Type.Object({
  id: Type.Integer(),
  at: Time,
  actor: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  details: Facts,
});

export function auditRoutes(app: App, services: HubServices): void {
  app.get(
    '/audit',
    {
      config: { scope: 'audit:read' },
      schema: {
        tags: ['audit'],
        summary: 'Who changed what, newest first',
        querystring: Type.Object({
          ...PageQuery,
          action: Type.Optional(Type.String({ maxLength: 80 })),
          subject: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: pageOf(EntryView) },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const before = cursor === undefined ? {} : { before: decodeCursor(Place, cursor)[0] };
      const rows = await listAudit(services.database.kysely, { ...query, ...before });
      return cutPage(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => ({ ...row, at: row.at.toISOString() }),
      );
    },
  );
}
