import { APPROVAL_STEPS, EMPLOYMENT_KINDS } from '@hadir/core';
import Type from 'typebox';
import {
  addApprover,
  endApprover,
  listApel,
  listApprovers,
  listPlacements,
  listRoster,
  place,
  setApel,
  setRoster,
} from '../../../attendance/index.js';
import type { App } from '../../app-types.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { Day, IdParams, nullable, Uuid } from '../../views/common.js';
import { resultContext, Span, strict, Valid, Validity } from './common.js';

const Text = Type.String({ minLength: 1, maxLength: 200 });
const placement = { personId: Uuid, unitId: Uuid, employment: Type.Enum([...EMPLOYMENT_KINDS]) } as const;
export const PlacementInput = Type.Object(
  {
    ...placement,
    post: Type.Optional(nullable(Text)),
    rank: Type.Optional(nullable(Text)),
    tppClass: Type.Optional(nullable(Text)),
    ...Validity,
  },
  strict,
);
export const PlacementView = Type.Object({
  id: Uuid,
  ...placement,
  post: nullable(Type.String()),
  rank: nullable(Type.String()),
  tppClass: nullable(Type.String()),
  ...Valid,
});
export const RosterLine = Type.Object(
  { personId: Uuid, date: Day, schedule: Type.Union([Text, Type.Null()], { description: 'null: off' }) },
  strict,
);
const apel = { unitId: Uuid, date: Day, held: Type.Boolean(), required: Type.Boolean() } as const;
const Presence = Type.Object({ personId: Uuid, present: nullable(Type.Boolean()), excused: Type.Boolean() }, strict);
const approver = { personId: Uuid, step: Type.Enum([...APPROVAL_STEPS]) } as const;
export const ApproverView = Type.Object({ id: Uuid, ...approver, unitId: nullable(Uuid), ...Valid });

export function staffRoutes(app: App, services: HubServices): void {
  const tags = ['rules'];
  const context = resultContext(services);
  const read = { scope: 'rules:read' } as const;
  const write = { scope: 'rules:write' } as const;

  app.get(
    '/placements',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who serves where, with dates',
        querystring: Type.Object({ personId: Type.Optional(Uuid), unitId: Type.Optional(Uuid) }),
        response: { 200: Type.Object({ items: Type.Array(PlacementView) }) },
      },
    },
    async (request) => ({ items: [...(await listPlacements(context, request.query))] }),
  );
  app.post(
    '/placements',
    {
      config: write,
      schema: { tags, summary: 'Place a person from a day on', body: PlacementInput, response: { 201: PlacementView } },
    },
    async (request, reply) => reply.code(201).send(await place(context, request.body, callerOf(request).actor)),
  );

  app.get(
    '/rosters',
    {
      config: read,
      schema: {
        tags,
        summary: 'Roster lines of a span of days',
        querystring: Type.Object({ ...Span, personId: Type.Optional(Uuid), unitId: Type.Optional(Uuid) }),
        response: { 200: Type.Object({ items: Type.Array(RosterLine) }) },
      },
    },
    async (request) => ({ items: [...(await listRoster(context, request.query))] }),
  );
  app.put(
    '/rosters',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set roster lines; a later one replaces the earlier of the same person and date',
        body: Type.Object({ items: Type.Array(RosterLine, { minItems: 1, maxItems: 10_000 }) }, strict),
        response: { 200: Type.Object({ changed: Type.Integer() }) },
      },
    },
    async (request) => ({ changed: await setRoster(context, request.body.items, callerOf(request).actor) }),
  );

  app.get(
    '/apel',
    {
      config: read,
      schema: {
        tags,
        summary: 'Morning assemblies of a span of days',
        querystring: Type.Object({ ...Span, unitId: Type.Optional(Uuid) }),
        response: { 200: Type.Object({ items: Type.Array(Type.Object(apel)) }) },
      },
    },
    async (request) => ({ items: [...(await listApel(context, request.query))] }),
  );
  app.put(
    '/apel',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set the assembly of a unit on a day, called off or held, with its written list',
        body: Type.Object({ ...apel, list: Type.Optional(Type.Array(Presence, { maxItems: 5000 })) }, strict),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await setApel(context, request.body, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/approvers',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who decides at which step',
        response: { 200: Type.Object({ items: Type.Array(ApproverView) }) },
      },
    },
    async () => ({ items: [...(await listApprovers(context))] }),
  );
  app.post(
    '/approvers',
    {
      config: write,
      schema: {
        tags,
        summary: 'Register an officer for a unit and what is below it; without a unit, for all',
        body: Type.Object({ ...approver, unitId: Type.Optional(nullable(Uuid)), ...Validity }, strict),
        response: { 201: ApproverView },
      },
    },
    async (request, reply) => reply.code(201).send(await addApprover(context, request.body, callerOf(request).actor)),
  );
  app.delete(
    '/approvers/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'End an officer’s right on a day',
        params: IdParams,
        querystring: Type.Object({ lastDay: Day }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await endApprover(context, request.params.id, request.query.lastDay, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}
