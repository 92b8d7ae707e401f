import Type, { type Static } from 'typebox';
import {
  createPerson,
  getPerson,
  listPeople,
  NUMBER_KINDS,
  type PersonRecord,
  updatePerson,
} from '../../people/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { Day, IdParams, Name, nullable, Time, Uuid } from '../views/common.js';

const Place = Type.Tuple([Type.String(), Type.String()]);
const NumberInput = Type.Object(
  {
    kind: Type.Enum([...NUMBER_KINDS]),
    value: Type.String({ minLength: 1, maxLength: 40, description: 'As text: a number would lose digits.' }),
    validFrom: Type.Optional(nullable(Day)),
    validTo: Type.Optional(nullable(Day)),
  },
  { additionalProperties: false },
);
const Numbers = Type.Array(NumberInput, { maxItems: 20 });
const PersonInput = Type.Object(
  { name: Name, unitId: Type.Optional(nullable(Uuid)), numbers: Type.Optional(Numbers) },
  { additionalProperties: false },
);
const PersonPatch = Type.Object(
  { name: Type.Optional(Name), unitId: Type.Optional(nullable(Uuid)), numbers: Type.Optional(Numbers) },
  { additionalProperties: false, minProperties: 1 },
);
const PersonView = Type.Object({
  id: Uuid,
  name: Type.String(),
  unitId: nullable(Uuid),
  numbers: Type.Array(
    Type.Object({
      id: Uuid,
      kind: Type.Enum([...NUMBER_KINDS]),
      value: Type.String(),
      validFrom: nullable(Day),
      validTo: nullable(Day),
    }),
  ),
  createdAt: Time,
  updatedAt: Time,
});

const view = (person: PersonRecord): Static<typeof PersonView> => ({
  ...person,
  numbers: person.numbers.map((number) => ({ ...number })),
  createdAt: person.createdAt.toISOString(),
  updatedAt: person.updatedAt.toISOString(),
});

export function peopleRoutes(app: App, services: HubServices): void {
  const tags = ['people'];
  const { database } = services;
  const context = { database, clock: services.clock, zone: services.config.zone };

  app.get(
    '/people',
    {
      config: { scope: 'people:read' },
      schema: {
        tags,
        summary: 'People by name',
        querystring: Type.Object({
          ...PageQuery,
          search: Type.Optional(
            Type.String({ minLength: 1, maxLength: 120, description: 'Part of a name, or the start of a number.' }),
          ),
          unitId: Type.Optional(Uuid),
        }),
        response: { 200: pageOf(PersonView) },
      },
    },
    async (request) => {
      const { limit, cursor, search, unitId } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const rows = await listPeople(database, {
        ...(search === undefined ? {} : { search }),
        ...(unitId === undefined ? {} : { unitId }),
        ...(place ? { after: { name: place[0], id: place[1] } } : {}),
        limit,
      });
      return cutPage(rows, limit, (row) => [row.name, row.id], view);
    },
  );
  app.post(
    '/people',
    {
      config: { scope: 'people:write' },
      schema: {
        tags,
        summary: 'Add a person',
        description: 'Official numbers are checked; a refused one says why. People without NIP are welcome.',
        body: PersonInput,
        response: { 201: PersonView },
      },
    },
    async (request, reply) =>
      reply.code(201).send(view(await createPerson(context, request.body, callerOf(request).actor))),
  );
  app.get(
    '/people/:id',
    {
      config: { scope: 'people:read' },
      schema: { tags, summary: 'One person', params: IdParams, response: { 200: PersonView } },
    },
    async (request) => view(await getPerson(database, request.params.id)),
  );
  app.patch(
    '/people/:id',
    {
      config: { scope: 'people:write' },
      schema: {
        tags,
        summary: 'Change a person',
        description: '`numbers` replaces all that there were.',
        params: IdParams,
        body: PersonPatch,
        response: { 200: PersonView },
      },
    },
    async (request) => view(await updatePerson(context, request.params.id, request.body, callerOf(request).actor)),
  );
}
