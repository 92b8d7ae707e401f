import type { Language } from '@hadir/core';
import Type, { type Static } from 'typebox';
import { type IssueRecord, listIssues, setIssueIgnored, speak } from '../../issues/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { Facts, IdParams, iso, nullable, Time, Uuid } from '../views/common.js';

const IdPlace = Type.Tuple([Uuid]);
const IssueView = Type.Object({
  id: Uuid,
  code: Type.String(),
  subject: Type.String(),
  pluginId: nullable(Type.String()),
  deviceId: nullable(Uuid),
  severity: Type.String(),
  message: Type.String(),
  remedy: nullable(Type.String()),
  details: Facts,
  firstSeen: Time,
  lastSeen: Time,
  timesSeen: Type.Integer(),
  clearedAt: nullable(Time),
  ignoredAt: nullable(Time),
});

export function issueRoutes(app: App, services: HubServices): void {
  const tags = ['issues'];
  const view = (issue: IssueRecord, language: Language): Static<typeof IssueView> => ({
    ...issue,
    ...speak(
      services.codes(issue.code, issue.pluginId),
      issue.code,
      { subject: issue.subject, ...issue.details },
      language,
    ),
    details: { ...issue.details },
    firstSeen: issue.firstSeen.toISOString(),
    lastSeen: issue.lastSeen.toISOString(),
    clearedAt: iso(issue.clearedAt),
    ignoredAt: iso(issue.ignoredAt),
  });
  app.get(
    '/issues',
    {
      config: { scope: 'issues:read' },
      schema: {
        tags,
        summary: 'What an operator should know',
        querystring: Type.Object({
          ...PageQuery,
          state: Type.Optional(Type.Enum(['open', 'ignored', 'cleared'])),
          deviceId: Type.Optional(Uuid),
          code: Type.Optional(Type.String({ maxLength: 80 })),
        }),
        response: { 200: pageOf(IssueView) },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = cursor === undefined ? {} : { after: decodeCursor(IdPlace, cursor)[0] };
      const rows = await listIssues(services.database, { ...query, ...after });
      return cutPage(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => view(row, request.language),
      );
    },
  );
  app.put(
    '/issues/:id/ignored',
    {
      config: { scope: 'issues:write' },
      schema: {
        tags,
        summary: 'Stop counting an issue, or count it again',
        params: IdParams,
        body: Type.Object({ ignored: Type.Boolean() }, { additionalProperties: false }),
        response: { 200: IssueView },
      },
    },
    async (request) => {
      const { actor } = callerOf(request);
      return view(
        await setIssueIgnored(services.database, request.params.id, request.body.ignored, actor),
        request.language,
      );
    },
  );
}
