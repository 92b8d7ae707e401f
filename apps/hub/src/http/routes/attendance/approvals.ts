import { APPROVAL_STEPS, instantToText } from '@hadir/core';
import Type from 'typebox';
import {
  attach,
  decideCorrection,
  decideRequest,
  getRequest,
  listAttachments,
  listCorrections,
  listRequests,
  makeRequest,
  type RequestRecord,
  readAttachment,
} from '../../../attendance/index.js';
import type { App } from '../../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../../cursor.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { Day, IdParams, iso, Name, nullable, Time, Uuid } from '../../views/common.js';
import { OptionalUnit, Reason, resultContext, strict, Wall } from './common.js';
import { factsView, ResultFacts, Why, whyView } from './facts.js';

const Step = Type.Enum([...APPROVAL_STEPS]);
const State = Type.Enum(['pending', 'approved', 'rejected']);
const asked = {
  personId: Uuid,
  kind: Type.Enum(['absence', 'manual']),
  type: Type.String({
    description: 'Type of absence (CUTI, SAKIT, DL, …), or session of manual attendance (in, out, apel).',
  }),
  from: Wall,
  to: Wall,
  reason: Reason,
} as const;
const LetInBy = { description: 'An officer of the personnel board who lets it in after its last day.' } as const;
const decision = { step: Step, byPersonId: Uuid, verdict: Type.Enum(['approve', 'reject']), reason: Reason } as const;
export const RequestInput = Type.Object(
  { ...asked, letInBy: Type.Optional(Type.String({ format: 'uuid', ...LetInBy })) },
  strict,
);
export const DecisionInput = Type.Object(decision, strict);
export const RequestView = Type.Object({
  id: Uuid,
  ...asked,
  steps: Type.Array(Step),
  state: State,
  turn: nullable(Step),
  letInBy: Type.Union([Uuid, Type.Null()], LetInBy),
  decisions: Type.Array(Type.Object({ ...decision, at: Time })),
  createdAt: Time,
  createdBy: Type.String(),
});
export const AttachmentView = Type.Object({
  id: Uuid,
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  createdAt: Time,
});
const Facts = Type.Object(ResultFacts);
export const CorrectionView = Type.Object({
  id: Uuid,
  personId: Uuid,
  name: Type.String(),
  date: Day,
  unitId: nullable(Uuid),
  was: Type.Union([Facts, Type.Null()], { description: 'What is signed; null when the day had no result.' }),
  proposed: Facts,
  why: Why,
  proposedAt: Time,
  state: Type.Enum(['open', 'accepted', 'rejected', 'superseded']),
  byPersonId: nullable(Uuid),
  reason: nullable(Type.String()),
  decidedAt: nullable(Time),
});
const Place = Type.Tuple([Type.Integer(), Uuid]);

const view = ({ decisions, createdAt, steps, ...request }: RequestRecord) => ({
  ...request,
  steps: [...steps],
  decisions: decisions.map(({ at, ...one }) => ({ ...one, at: instantToText(at) })),
  createdAt: createdAt.toISOString(),
});

type Correction = Awaited<ReturnType<typeof listCorrections>>[number];
const correctionView = ({ proposedAt, decidedAt, was, proposed, ...one }: Correction) => ({
  ...one,
  was: was === null ? null : factsView(was),
  proposed: factsView(proposed.result),
  why: whyView(proposed.result.trace),
  proposedAt: proposedAt.toISOString(),
  decidedAt: iso(decidedAt),
});

export function approvalRoutes(app: App, services: HubServices): void {
  const tags = ['approvals'];
  const context = resultContext(services);
  const read = { scope: 'approvals:read' } as const;
  const write = { scope: 'approvals:write' } as const;

  app.get(
    '/requests',
    {
      config: read,
      schema: {
        tags,
        summary: 'Requests, newest first',
        querystring: Type.Object({
          ...PageQuery,
          ...OptionalUnit,
          personId: Type.Optional(Uuid),
          state: Type.Optional(State),
        }),
        response: { 200: pageOf(RequestView) },
      },
    },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const at = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const before = at === undefined ? {} : { before: { at: new Date(at[0]), id: at[1] } };
      const rows = await listRequests(context, { ...filter, ...before, limit });
      return cutPage(rows, limit, (row) => [row.createdAt.getTime(), row.id], view);
    },
  );
  app.post(
    '/requests',
    {
      config: write,
      schema: {
        tags,
        summary: 'Ask for leave, duty travel, …, or for manual attendance',
        body: RequestInput,
        response: { 201: RequestView },
      },
    },
    async (request, reply) =>
      reply.code(201).send(view(await makeRequest(context, request.body, callerOf(request).actor))),
  );
  app.get(
    '/requests/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One request with its decisions and attachments',
        params: IdParams,
        response: { 200: Type.Object({ request: RequestView, attachments: Type.Array(AttachmentView) }) },
      },
    },
    async (request) => ({
      request: view(await getRequest(services.database.pool, request.params.id)),
      attachments: (await listAttachments(context, request.params.id)).map((one) => ({
        ...one,
        createdAt: one.createdAt.toISOString(),
      })),
    }),
  );
  app.post(
    '/requests/:id/decisions',
    {
      config: write,
      schema: {
        tags,
        summary: 'Decide a step; nobody decides about himself, nor twice',
        description: 'The holder of the key vouches for who `byPersonId` is; both are in the audit.',
        params: IdParams,
        body: DecisionInput,
        response: { 201: RequestView },
      },
    },
    async (request, reply) => {
      const decided = await decideRequest(context, request.params.id, request.body, callerOf(request).actor);
      return reply.code(201).send(view(decided));
    },
  );
  app.post(
    '/requests/:id/attachments',
    {
      config: write,
      schema: {
        tags,
        summary: 'Add a PDF, JPEG or PNG',
        params: IdParams,
        body: Type.Object({ name: Name, contentBase64: Type.String({ minLength: 4 }) }, strict),
        response: { 201: AttachmentView },
      },
    },
    async (request, reply) => {
      const made = await attach(context, request.params.id, request.body, callerOf(request).actor);
      return reply.code(201).send({ ...made, createdAt: made.createdAt.toISOString() });
    },
  );
  app.get(
    '/requests/:id/attachments/:attachmentId',
    {
      config: read,
      schema: {
        tags,
        summary: 'The attachment itself',
        params: Type.Object({ id: Uuid, attachmentId: Uuid }),
        response: { 200: Type.Unknown() },
      },
    },
    async (request, reply) => {
      const found = await readAttachment(context, request.params.id, request.params.attachmentId);
      return reply
        .type(found.mediaType)
        .header('content-disposition', 'attachment')
        .serializer((content: unknown) => content as string)
        .send(found.content);
    },
  );

  app.get(
    '/corrections',
    {
      config: read,
      schema: {
        tags,
        summary: 'Corrections of locked days, proposed by what arrived after the lock',
        querystring: Type.Object({
          state: Type.Optional(Type.Enum(['open', 'accepted', 'rejected', 'superseded'])),
          ...OptionalUnit,
          personId: Type.Optional(Uuid),
        }),
        response: { 200: Type.Object({ items: Type.Array(CorrectionView) }) },
      },
    },
    async (request) => ({ items: (await listCorrections(context, request.query)).map(correctionView) }),
  );
  app.post(
    '/corrections/:id/decision',
    {
      config: write,
      schema: {
        tags,
        summary: 'The personnel board accepts or rejects a correction',
        params: IdParams,
        body: Type.Object({ byPersonId: Uuid, verdict: Type.Enum(['accept', 'reject']), reason: Reason }, strict),
        response: { 200: CorrectionView },
      },
    },
    async (request) =>
      correctionView(await decideCorrection(context, request.params.id, request.body, callerOf(request).actor)),
  );
}
