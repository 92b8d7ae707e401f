import Type from 'typebox';
import {
  addPicture,
  assessPicture,
  cancelEnrolment,
  ENROLMENT_STATES,
  finishEnrolment,
  getEnrolment,
  listEnrolments,
  openEnrolment,
} from '../../faces/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Uuid } from '../views/common.js';
import {
  AdviceView,
  adviceView,
  EnrolmentInput,
  EnrolmentView,
  enrolmentView,
  FinishInput,
  LikenessView,
  Picture,
  PictureInput,
  PictureView,
  pictureView,
} from './faces-views.js';

const Place = Type.Tuple([Type.String({ format: 'date-time' }), Uuid]);
const tags = ['faces'];
const read = { scope: 'faces:read' } as const;
const enrol = { scope: 'faces:enrol' } as const;
/** A picture of 4 MiB as base64 in JSON. */
export const PICTURE_BODY_BYTES = 6 * 1024 * 1024;

/** Enrolment of one person, picture by picture. */
export function faceEnrolmentRoutes(app: App, services: HubServices): void {
  const { pool } = services.database;
  app.get(
    '/faces/enrolments',
    {
      config: read,
      schema: {
        tags,
        summary: 'Enrolments, newest first',
        querystring: Type.Object({
          ...PageQuery,
          personId: Type.Optional(Uuid),
          status: Type.Optional(Type.Enum([...ENROLMENT_STATES])),
        }),
        response: { 200: pageOf(EnrolmentView) },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const before = place ? { before: { at: place[0], id: place[1] } } : {};
      const rows = await listEnrolments(pool, { ...filter, ...before, limit });
      return cutPage(rows, limit, (row) => [row.openedAt.toISOString(), row.id], enrolmentView);
    },
  );
  app.post(
    '/faces/enrolments',
    {
      config: enrol,
      schema: {
        tags,
        summary: 'Open the enrolment of a person',
        description: 'The basis is kept for good: it is what makes processing the face lawful.',
        body: EnrolmentInput,
        response: { 201: EnrolmentView },
      },
    },
    async (request, reply) => {
      const opened = await openEnrolment(services.faces().context, request.body, callerOf(request).actor);
      return reply.code(201).send(enrolmentView(opened));
    },
  );
  app.get(
    '/faces/enrolments/:id',
    {
      config: enrol,
      schema: { tags, summary: 'One enrolment', params: IdParams, response: { 200: EnrolmentView } },
    },
    async (request) => enrolmentView(await getEnrolment(pool, request.params.id)),
  );
  app.post(
    '/faces/enrolments/:id/pictures',
    {
      config: enrol,
      bodyLimit: PICTURE_BODY_BYTES,
      schema: {
        tags,
        summary: 'Add a picture, or take one with a camera',
        description: 'Answered with what to do when it is not good enough; such a picture is forgotten at once.',
        params: IdParams,
        body: PictureInput,
        response: { 200: PictureView },
      },
    },
    async (request) => {
      const { context, signal } = services.faces();
      return pictureView(await addPicture(context, request.params.id, request.body, signal));
    },
  );
  app.post(
    '/faces/assess',
    {
      config: enrol,
      bodyLimit: PICTURE_BODY_BYTES,
      schema: {
        tags,
        summary: 'Judge a picture as an enrolment would, and keep nothing',
        body: Type.Object({ picture: Picture }, { additionalProperties: false }),
        response: { 200: Type.Object({ advice: AdviceView }) },
      },
    },
    async (request) => {
      const { context, signal } = services.faces();
      return { advice: adviceView(await assessPicture(context, request.body.picture, signal)) };
    },
  );
  app.post(
    '/faces/enrolments/:id/check',
    {
      config: enrol,
      schema: {
        tags,
        summary: 'Whether the pictures show one person, and who else looks alike',
        params: IdParams,
        response: { 200: LikenessView },
      },
    },
    async (request) => {
      const { onePerson, lookalikes } = await services.faces().check(request.params.id);
      return { onePerson, lookalikes: lookalikes.map(({ personId, name }) => ({ id: personId, name })) };
    },
  );
  app.post(
    '/faces/enrolments/:id/finish',
    {
      config: enrol,
      schema: {
        tags,
        summary: 'Make the enrolment count',
        description: 'Cameras know the person at once; terminals are told as they can be reached.',
        params: IdParams,
        body: FinishInput,
        response: { 200: EnrolmentView },
      },
    },
    async (request) => {
      const { params, body } = request;
      const { actor } = callerOf(request);
      return enrolmentView(await finishEnrolment(services.faces(), params.id, body, actor));
    },
  );
  app.delete(
    '/faces/enrolments/:id',
    {
      config: enrol,
      schema: { tags, summary: 'Cancel an open enrolment', params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await cancelEnrolment(services.faces().context, request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}
