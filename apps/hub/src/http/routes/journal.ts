import { sql } from 'kysely';
import Type from 'typebox';
import { verifyJournal } from '../../journal/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import type { HubServices } from '../services.js';
import { IdParams, Named, nullable, Time, Uuid } from '../views/common.js';

const SeqPlace = Type.Tuple([Type.Integer()]);
const Row = Type.Object({
  seq: Type.Integer(),
  kind: Type.String(),
  receivedAt: Time,
  reading: Type.Unknown(),
  hash: Type.String(),
});
const Head = Type.Object({ device: Named, seq: Type.Integer(), hash: Type.String(), cursorAt: nullable(Time) });
const Report = Type.Object({
  ok: Type.Boolean(),
  devices: Type.Integer(),
  rows: Type.Integer(),
  checkpoints: Type.Integer(),
  faults: Type.Array(
    Type.Object({
      deviceId: nullable(Type.String()),
      kind: Type.String(),
      seq: nullable(Type.Integer()),
      detail: Type.String(),
    }),
  ),
});

export function journalRoutes(app: App, services: HubServices): void {
  const tags = ['journal'];
  const { kysely } = services.database;
  app.get(
    '/journal/heads',
    {
      config: { scope: 'journal:read' },
      schema: {
        tags,
        summary: 'Where the journal of each device stands',
        response: { 200: Type.Object({ items: Type.Array(Head) }) },
      },
    },
    async () => {
      const rows = await kysely
        .selectFrom('journal_head as h')
        .innerJoin('device as d', 'd.id', 'h.device_id')
        .select(['d.id', 'd.name', 'h.seq', 'h.cursor_at', sql<string>`encode(h.hash, 'hex')`.as('hash')])
        .orderBy('d.name')
        .execute();
      return {
        items: rows.map((row) => ({
          device: { id: row.id, name: row.name },
          seq: row.seq,
          hash: row.hash,
          cursorAt: row.cursor_at?.toISOString() ?? null,
        })),
      };
    },
  );
  app.get(
    '/journal/:id',
    {
      config: { scope: 'journal:read' },
      schema: {
        tags,
        summary: 'What a device said, oldest first',
        params: IdParams,
        querystring: Type.Object({
          ...PageQuery,
          after: Type.Optional(Type.Integer({ minimum: 0, description: 'Begin after this place.' })),
        }),
        response: { 200: pageOf(Row) },
      },
    },
    async (request) => {
      const { limit, cursor, after } = request.query;
      const from = cursor === undefined ? (after ?? 0) : decodeCursor(SeqPlace, cursor)[0];
      const rows = await kysely
        .selectFrom('journal')
        .select(['seq', 'kind', 'received_at', 'body', sql<string>`encode(hash, 'hex')`.as('hash')])
        .where('device_id', '=', request.params.id)
        .where('seq', '>', from)
        .orderBy('seq')
        .limit(limit + 1)
        .execute();
      return cutPage(
        rows,
        limit,
        (row) => [row.seq],
        (row) => ({
          seq: row.seq,
          kind: row.kind,
          receivedAt: row.received_at.toISOString(),
          reading: JSON.parse(row.body) as unknown,
          hash: row.hash,
        }),
      );
    },
  );
  app.post(
    '/journal/verify',
    {
      config: { scope: 'journal:read' },
      schema: {
        tags,
        summary: 'Recompute the hash chain',
        description: 'Proves that nothing is missing or altered. Takes about a second for 100,000 rows.',
        body: Type.Object({ deviceId: Type.Optional(Uuid) }, { additionalProperties: false }),
        response: { 200: Report },
      },
    },
    async (request) => {
      const gone = new AbortController();
      const onClose = (): void => gone.abort();
      request.raw.socket.once('close', onClose);
      try {
        const { deviceId } = request.body;
        const report = await verifyJournal(services.database, {
          ...(deviceId === undefined ? {} : { deviceId }),
          stateFolder: services.config.stateFolder,
          signal: gone.signal,
        });
        return { ok: report.faults.length === 0, ...report, faults: report.faults.map((fault) => ({ ...fault })) };
      } finally {
        request.raw.socket.off('close', onClose);
      }
    },
  );
}
