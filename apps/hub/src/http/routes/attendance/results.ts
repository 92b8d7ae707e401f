import { METHODS, type Method } from '@hadir/core';
import Type from 'typebox';
import {
  addCampaign,
  dayOf,
  listCampaigns,
  listDays,
  markDays,
  readCampaign,
  readDay,
  readProgress,
  readUnitDays,
  type StoredDay,
  today,
} from '../../../attendance/index.js';
import { inTransaction } from '../../../store/index.js';
import type { App } from '../../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../../cursor.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { Day, IdParams, iso, Name, Named, nullable, Time, Uuid } from '../../views/common.js';
import { OptionalUnit, resultContext, Span, strict } from './common.js';
import { factsView, ResultFacts, Why, whyView } from './facts.js';

export const DayView = Type.Object({
  personId: Uuid,
  name: Type.String(),
  unitId: nullable(Uuid),
  ...ResultFacts,
  computedAt: Time,
});

const Count = Type.Integer();
export const UnitDayView = Type.Object({
  unitId: nullable(Uuid),
  unit: nullable(Type.String()),
  people: Count,
  expected: Count,
  arrived: Count,
  late: Count,
  absent: Count,
  excused: Count,
  waiting: Count,
});
const Campaign = { name: Name, unitIds: Type.Array(Uuid, { minItems: 1, maxItems: 1000 }), deadline: Day } as const;
export const CampaignView = Type.Object({ id: Uuid, ...Campaign, method: Type.String() });
export const CampaignReportView = Type.Object({
  campaign: CampaignView,
  people: Count,
  enrolled: Count,
  isOverdue: Type.Boolean(),
  units: Type.Array(
    Type.Object({
      unitId: Uuid,
      unit: Type.String(),
      people: Count,
      enrolled: Count,
      missing: Type.Array(Type.Object({ personId: Uuid, name: Type.String() })),
    }),
  ),
  enrolledOn: Type.Array(Type.Object({ personId: Uuid, name: Type.String(), devices: Type.Array(Named) })),
});
export const ProgressView = Type.Object({
  waiting: Count,
  oldestMarkedAt: nullable(Time),
  eventsBehind: Count,
  computed: Count,
  undecided: Count,
  lastComputedAt: nullable(Time),
});
const Place = Type.Tuple([Day, Uuid]);

const view = ({ personId, name, unitId, result, computedAt }: StoredDay) => ({
  personId,
  name,
  unitId,
  ...factsView(result),
  computedAt: computedAt.toISOString(),
});

export function resultRoutes(app: App, services: HubServices): void {
  const tags = ['results'];
  const context = resultContext(services);
  const read = { scope: 'results:read' } as const;
  const write = { scope: 'results:write' } as const;

  app.get(
    '/results/days',
    {
      config: read,
      schema: {
        tags,
        summary: 'Day results of a span of days',
        querystring: Type.Object({ ...PageQuery, ...Span, ...OptionalUnit, personId: Type.Optional(Uuid) }),
        response: { 200: pageOf(DayView) },
      },
    },
    async (request) => {
      const { cursor, limit, from, to, ...filter } = request.query;
      const place = cursor === undefined ? undefined : decodeCursor(Place, cursor);
      const after = place === undefined ? {} : { after: { date: place[0], personId: place[1] } };
      const span = { from: dayOf(from, 'from'), to: dayOf(to, 'to') };
      const rows = await listDays(context, { ...filter, ...span, ...after, limit });
      return cutPage(rows, limit, (row) => [row.result.date, row.personId], view);
    },
  );
  app.get(
    '/results/days/:personId/:date',
    {
      config: read,
      schema: {
        tags,
        summary: 'One day of one person, and why',
        params: Type.Object({ personId: Uuid, date: Day }),
        response: { 200: Type.Object({ day: DayView, why: Why }) },
      },
    },
    async (request) => {
      const { personId, date } = request.params;
      const day = await readDay(context, personId, dayOf(date, 'date'));
      return { day: view(day), why: whyView(day.result.trace) };
    },
  );
  app.get(
    '/results/units',
    {
      config: read,
      schema: {
        tags,
        summary: 'How units stand on a day; today unless said otherwise',
        querystring: Type.Object({ date: Type.Optional(Day), ...OptionalUnit }),
        response: { 200: Type.Object({ date: Day, items: Type.Array(UnitDayView) }) },
      },
    },
    async (request) => {
      const date = request.query.date === undefined ? today(context) : dayOf(request.query.date, 'date');
      return { date, items: [...(await readUnitDays(context, date, request.query.unitId))] };
    },
  );
  app.get(
    '/results/progress',
    {
      config: read,
      schema: {
        tags,
        summary: 'How many days wait to be computed',
        response: {
          200: ProgressView,
        },
      },
    },
    async () => {
      const progress = await readProgress(context);
      return {
        ...progress,
        oldestMarkedAt: iso(progress.oldestMarkedAt),
        lastComputedAt: iso(progress.lastComputedAt),
      };
    },
  );
  app.post(
    '/results/recompute',
    {
      config: write,
      schema: {
        tags,
        summary: 'Mark days to be computed again; locked days only get proposals',
        body: Type.Object({ ...Span, ...OptionalUnit, personId: Type.Optional(Uuid) }, strict),
        response: { 202: Type.Object({ marked: Count }) },
      },
    },
    async (request, reply) => {
      const { from, to, unitId, personId } = request.body;
      const scope = {
        from: dayOf(from, 'from'),
        to: dayOf(to, 'to'),
        unitId: unitId ?? null,
        ...(personId === undefined ? {} : { personIds: [personId] }),
      };
      const marked = await inTransaction(services.database.pool, (client) => markDays(client, scope, today(context)));
      return reply.code(202).send({ marked });
    },
  );

  app.get(
    '/campaigns',
    {
      config: read,
      schema: {
        tags,
        summary: 'Enrolment campaigns',
        response: { 200: Type.Object({ items: Type.Array(CampaignView) }) },
      },
    },
    async () => ({ items: (await listCampaigns(context)).map((one) => ({ ...one, unitIds: [...one.unitIds] })) }),
  );
  app.post(
    '/campaigns',
    {
      config: write,
      schema: {
        tags,
        summary: 'Begin a campaign: these units, by this method, until this day',
        body: Type.Object({ ...Campaign, method: Type.Enum([...METHODS]) }, strict),
        response: { 201: CampaignView },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, method: request.body.method as Method };
      const made = await addCampaign(context, input, callerOf(request).actor);
      return reply.code(201).send({ ...made, unitIds: [...made.unitIds] });
    },
  );
  app.get(
    '/campaigns/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who is enrolled, on which devices, and who is not',
        params: IdParams,
        response: {
          200: CampaignReportView,
        },
      },
    },
    async (request) => {
      const { campaign, units, enrolledOn, ...sums } = await readCampaign(context, request.params.id);
      return {
        ...sums,
        campaign: { ...campaign, unitIds: [...campaign.unitIds] },
        units: units.map((unit) => ({ ...unit, missing: [...unit.missing] })),
        enrolledOn: enrolledOn.map((one) => ({ ...one, devices: [...one.devices] })),
      };
    },
  );
}
