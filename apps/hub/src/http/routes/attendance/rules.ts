import Type from 'typebox';
import {
  addRule,
  assign,
  checkRule,
  endAssignment,
  listAssignments,
  listRules,
  RULE_KINDS,
  removeRule,
} from '../../../attendance/index.js';
import type { App } from '../../app-types.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { Day, IdParams, nullable, Time, Uuid } from '../../views/common.js';
import { resultContext, strict, Valid, Validity } from './common.js';

const Kind = Type.Enum([...RULE_KINDS]);
const RuleName = Type.String({ minLength: 1, maxLength: 80 });
const Version = Type.String({ minLength: 1, maxLength: 40 });
const Document = Type.Unknown({
  description: 'As in the files of `data/rules`; checked whole, refused with the place.',
});
export const RuleInput = Type.Object(
  { kind: Kind, name: RuleName, version: Version, ...Validity, document: Document },
  strict,
);
export const RuleView = Type.Object({
  id: Uuid,
  kind: Kind,
  name: Type.String(),
  version: Type.String(),
  ...Valid,
  document: Document,
  createdAt: Time,
  createdBy: Type.String(),
});
const AssignmentKind = Type.Enum(['schedule', 'profile']);
export const AssignmentInput = Type.Object(
  {
    kind: AssignmentKind,
    name: RuleName,
    personId: Type.Optional(nullable(Uuid)),
    unitId: Type.Optional(nullable(Uuid)),
    ...Validity,
  },
  strict,
);
export const AssignmentView = Type.Object({
  id: Uuid,
  kind: AssignmentKind,
  name: Type.String(),
  personId: nullable(Uuid),
  unitId: nullable(Uuid),
  ...Valid,
});

type Rule = Awaited<ReturnType<typeof listRules>>[number];
const view = (rule: Rule) => ({ ...rule, createdAt: rule.createdAt.toISOString() });

export function ruleRoutes(app: App, services: HubServices): void {
  const tags = ['rules'];
  const context = resultContext(services);
  const read = { scope: 'rules:read' } as const;
  const write = { scope: 'rules:write' } as const;

  app.get(
    '/rules',
    {
      config: read,
      schema: {
        tags,
        summary: 'All versions of rule documents',
        querystring: Type.Object({ kind: Type.Optional(Kind), name: Type.Optional(RuleName) }),
        response: { 200: Type.Object({ items: Type.Array(RuleView) }) },
      },
    },
    async (request) => ({ items: (await listRules(context, request.query)).map(view) }),
  );
  app.post(
    '/rules',
    {
      config: write,
      schema: {
        tags,
        summary: 'Add a version of a rule document',
        description: 'The version that held until further notice ends on the day before. Open days are computed again.',
        body: RuleInput,
        response: { 200: RuleView, 201: RuleView },
      },
    },
    async (request, reply) => {
      const { rule, added } = await addRule(context, request.body, callerOf(request).actor);
      return reply.code(added ? 201 : 200).send(view(rule));
    },
  );
  app.post(
    '/rules/check',
    {
      config: read,
      schema: {
        tags,
        summary: 'Check a rule document without keeping it',
        body: Type.Object({ kind: Kind, name: RuleName, document: Document }, strict),
        response: { 200: Type.Object({ ok: Type.Literal(true) }) },
      },
    },
    async (request) => {
      checkRule(request.body.kind, request.body.name, request.body.document);
      return { ok: true as const };
    },
  );
  app.delete(
    '/rules/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Take back a version that no locked month stands on',
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeRule(context, request.params.id, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/assignments',
    {
      config: read,
      schema: {
        tags,
        summary: 'Which schedule and profile hold for whom',
        response: { 200: Type.Object({ items: Type.Array(AssignmentView) }) },
      },
    },
    async () => ({ items: [...(await listAssignments(context))] }),
  );
  app.post(
    '/assignments',
    {
      config: write,
      schema: {
        tags,
        summary: 'Assign a schedule or profile to a person, a unit, or (neither) everybody',
        body: AssignmentInput,
        response: { 201: AssignmentView },
      },
    },
    async (request, reply) => reply.code(201).send(await assign(context, request.body, callerOf(request).actor)),
  );
  app.delete(
    '/assignments/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'End an assignment on a day, or take it back entirely',
        params: IdParams,
        querystring: Type.Object({ lastDay: Type.Optional(Day) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await endAssignment(context, request.params.id, request.query.lastDay ?? null, callerOf(request).actor);
      return reply.code(204).send(null);
    },
  );
}
