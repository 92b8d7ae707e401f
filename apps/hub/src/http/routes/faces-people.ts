import Type from 'typebox';
import {
  attestErased,
  calibrate,
  erasePerson,
  exportPerson,
  getErasure,
  listDeliveries,
  listEnrolled,
  listErasures,
  liveModels,
  sendTo,
  withdrawFrom,
} from '../../faces/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { IdParams, Uuid } from '../views/common.js';
import { PICTURE_BODY_BYTES } from './faces-enrol.js';
import {
  AttestInput,
  CalibrateInput,
  CalibrationView,
  calibrationView,
  DeliveryView,
  deliveryView,
  EraseInput,
  ErasureView,
  ExportView,
  enrolmentView,
  erasureView,
  PersonFaceView,
  personFaceView,
  TerminalsInput,
} from './faces-views.js';

const NamePlace = Type.Tuple([Type.String(), Uuid]);
const TimePlace = Type.Tuple([Type.String({ format: 'date-time' }), Uuid]);
const tags = ['faces'];
const read = { scope: 'faces:read' } as const;
const enrol = { scope: 'faces:enrol' } as const;
const write = { scope: 'faces:write' } as const;
const Deliveries = Type.Object({ items: Type.Array(DeliveryView) });

/** Who is enrolled, where their faces are, and how they go away again. */
export function facePeopleRoutes(app: App, services: HubServices): void {
  const { pool } = services.database;
  app.get(
    '/faces/people',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who is enrolled, by name',
        querystring: Type.Object({
          ...PageQuery,
          unitId: Type.Optional(Uuid),
          lacking: Type.Optional(
            Type.Boolean({ description: 'Only those whom a model in use does not know: enrol them again.' }),
          ),
        }),
        response: { 200: pageOf(PersonFaceView) },
      },
    },
    async (request) => {
      const { limit, cursor, unitId, lacking } = request.query;
      const { context, signal } = services.faces();
      const place = cursor === undefined ? undefined : decodeCursor(NamePlace, cursor);
      const rows = await listEnrolled(context, await liveModels(context, signal), {
        ...(unitId === undefined ? {} : { unitId }),
        ...(place ? { after: { name: place[0], id: place[1] } } : {}),
        lackingOnly: lacking === true,
        limit,
      });
      return cutPage(rows, limit, (row) => [row.name, row.personId], personFaceView);
    },
  );
  app.get(
    '/faces/people/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'Everything kept about one face, for the person who asks',
        params: IdParams,
        response: { 200: ExportView },
      },
    },
    async (request) => {
      const one = await exportPerson(services.faces().context, request.params.id);
      return {
        person: { id: one.personId, name: one.name },
        personKey: one.personKey,
        templates: one.templates.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
        pictures: one.pictures.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() })),
        enrolments: one.enrolments.map(enrolmentView),
        terminals: one.terminals.map(deliveryView),
        erasures: one.erasures.map(erasureView),
      };
    },
  );
  app.delete(
    '/faces/people/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Erase the face of a person everywhere',
        description:
          'Gone from the database at once. Plugins and terminals are asked until each says that nothing is left.',
        params: IdParams,
        body: EraseInput,
        response: { 200: ErasureView },
      },
    },
    async (request) => {
      const { params, body } = request;
      return erasureView(await erasePerson(services.faces(), params.id, body.reason, callerOf(request).actor));
    },
  );
  terminalRoutes(app, services);
  app.get(
    '/faces/erasures',
    {
      config: read,
      schema: {
        tags,
        summary: 'Erasures with their proof, newest first',
        querystring: Type.Object({
          ...PageQuery,
          personId: Type.Optional(Uuid),
          open: Type.Optional(Type.Boolean({ description: 'Only those that wait for a place.' })),
        }),
        response: { 200: pageOf(ErasureView) },
      },
    },
    async (request) => {
      const { limit, cursor, personId, open } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(TimePlace, cursor);
      const rows = await listErasures(pool, {
        ...(personId === undefined ? {} : { personId }),
        ...(place ? { before: { at: place[0], id: place[1] } } : {}),
        openOnly: open === true,
        limit,
      });
      return cutPage(rows, limit, (row) => [row.askedAt.toISOString(), row.id], erasureView);
    },
  );
  app.get(
    '/faces/erasures/:id',
    { config: read, schema: { tags, summary: 'One erasure', params: IdParams, response: { 200: ErasureView } } },
    async (request) => erasureView(await getErasure(pool, request.params.id)),
  );
  app.post(
    '/faces/erasures/:id/attest',
    {
      config: write,
      schema: {
        tags,
        summary: 'State that a terminal which cannot be asked any more holds nothing',
        params: IdParams,
        body: AttestInput,
        response: { 200: ErasureView },
      },
    },
    async (request) => {
      const { params, body } = request;
      return erasureView(await attestErased(services.faces().context, params.id, body, callerOf(request).actor));
    },
  );
  app.post(
    '/faces/calibration',
    {
      config: write,
      schema: {
        tags,
        summary: 'Error rates of the enrolled among themselves, and thresholds that follow',
        body: CalibrateInput,
        response: { 200: Type.Object({ items: Type.Array(CalibrationView) }) },
      },
    },
    async (request) => {
      const { context, signal } = services.faces();
      const reports = await calibrate(context, request.body.gallery ?? null, signal);
      return { items: reports.map(calibrationView) };
    },
  );
}

function terminalRoutes(app: App, services: HubServices): void {
  const { pool } = services.database;
  app.post(
    '/faces/people/:id/terminals',
    {
      config: enrol,
      bodyLimit: PICTURE_BODY_BYTES,
      schema: {
        tags,
        summary: 'Send the face to terminals',
        params: IdParams,
        body: TerminalsInput,
        response: { 202: Deliveries },
      },
    },
    async (request, reply) => {
      const part = services.faces();
      const { id } = request.params;
      await sendTo(part.context, id, request.body, callerOf(request).actor);
      part.kick();
      return reply.code(202).send({ items: (await listDeliveries(pool, id)).map(deliveryView) });
    },
  );
  app.delete(
    '/faces/people/:id/terminals/:deviceId',
    {
      config: enrol,
      schema: {
        tags,
        summary: 'Take the face back from a terminal',
        params: Type.Object({ id: Uuid, deviceId: Uuid }),
        response: { 202: Deliveries },
      },
    },
    async (request, reply) => {
      const part = services.faces();
      const { id, deviceId } = request.params;
      await withdrawFrom(part.context, id, deviceId, callerOf(request).actor);
      part.kick();
      return reply.code(202).send({ items: (await listDeliveries(pool, id)).map(deliveryView) });
    },
  );
}
