import { instantToText } from '@hadir/core';
import Type from 'typebox';
import {
  exportReport,
  FORMATS,
  listLocks,
  lockMonth,
  REPORTS,
  type RecapLine,
  readDiscipline,
  readRecap,
} from '../../../attendance/index.js';
import type { App } from '../../app-types.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { Day, nullable, Time, Uuid } from '../../views/common.js';
import { Month, OptionalUnit, resultContext, strict } from './common.js';

const Count = Type.Integer();
const Counts = Type.Record(Type.String(), Type.Integer());
export const RecapView = Type.Object({
  personId: Uuid,
  name: Type.String(),
  number: nullable(Type.String()),
  unit: nullable(Type.String()),
  post: nullable(Type.String()),
  rank: nullable(Type.String()),
  days: Count,
  workingDays: Count,
  byStatus: Counts,
  byCode: Counts,
  lateMinutes: Count,
  earlyMinutes: Count,
  shortMinutes: Count,
  absentDates: Type.Array(Day),
  undecided: Type.Array(Day),
  points: Type.Number(),
  tppRupiah: nullable(Count),
  deductionRupiah: nullable(Count),
});
const Level = Type.Enum(['unit', 'board']);
export const LockView = Type.Object({
  unitId: Uuid,
  unit: Type.String(),
  month: Month,
  state: Type.Enum(['open', 'locked-by-unit', 'locked']),
  locks: Type.Array(Type.Object({ level: Level, byPersonId: Uuid, at: Time })),
});
export const DisciplineView = Type.Object({
  personId: Uuid,
  name: Type.String(),
  absentDates: Type.Array(Day),
  shortMinutes: Count,
  days: Count,
  longestRun: Count,
  sanction: nullable(Type.String()),
  salaryStopFrom: nullable(Type.String()),
  warnings: Type.Object({ days: nullable(Count), consecutiveDays: nullable(Count) }),
});

const LetterText = Type.Optional(Type.String({ maxLength: 200 }));
const Letter = {
  government: LetterText,
  office: LetterText,
  address: LetterText,
  place: LetterText,
  leftTitle: LetterText,
  leftName: LetterText,
  leftRank: LetterText,
  leftNumber: LetterText,
  rightTitle: LetterText,
  rightName: LetterText,
  rightRank: LetterText,
  rightNumber: LetterText,
} as const;

/** `leftName=…` and so on, as the two signature blocks. */
function signatures(given: Readonly<Record<string, string | undefined>>) {
  const of = (side: string) => ({
    title: given[`${side}Title`] ?? '',
    name: given[`${side}Name`] ?? '',
    rank: given[`${side}Rank`] ?? '',
    number: given[`${side}Number`] ?? '',
  });
  const has = (side: string) => Object.keys(given).some((key) => key.startsWith(side));
  return { ...(has('left') ? { left: of('left') } : {}), ...(has('right') ? { right: of('right') } : {}) };
}

function recapView({ person, month, tppRupiah, deductionRupiah }: RecapLine) {
  const { id, name, number, unit, post, rank } = person;
  return {
    personId: id,
    name,
    number,
    unit,
    post,
    rank,
    days: month.days,
    workingDays: month.workingDays,
    byStatus: { ...month.byStatus } as Record<string, number>,
    byCode: { ...month.byCode },
    lateMinutes: month.lateMinutes,
    earlyMinutes: month.earlyMinutes,
    shortMinutes: month.shortMinutes,
    absentDates: [...month.absentDates],
    undecided: [...month.undecided],
    points: month.points,
    tppRupiah,
    deductionRupiah,
  };
}

export function monthRoutes(app: App, services: HubServices): void {
  const tags = ['results'];
  const context = resultContext(services);
  const read = { scope: 'results:read' } as const;

  app.get(
    '/results/months/:month',
    {
      config: read,
      schema: {
        tags,
        summary: 'The month of everybody in a unit and below it',
        params: Type.Object({ month: Month }),
        querystring: Type.Object({
          unitId: Uuid,
          period: Type.Optional(
            Type.Enum(['calendar', 'pay'], {
              description: 'pay: the days paid with the month, by the profile’s cut-off.',
            }),
          ),
        }),
        response: { 200: Type.Object({ items: Type.Array(RecapView) }) },
      },
    },
    async (request) => {
      const { unitId, period = 'calendar' } = request.query;
      const lines = await readRecap(context, { month: request.params.month, unitId, period });
      return { items: lines.map(recapView) };
    },
  );

  app.get(
    '/results/months/:month/export',
    {
      config: read,
      schema: {
        tags,
        summary: 'A report of a unit’s month as XLSX, CSV or PDF',
        description: 'Letterhead and signatures are given with the request; the unit’s name stands in for the office.',
        params: Type.Object({ month: Month }),
        querystring: Type.Object({
          unitId: Uuid,
          report: Type.Enum([...REPORTS]),
          format: Type.Enum([...FORMATS]),
          ...Letter,
        }),
        response: { 200: Type.Unknown() },
      },
    },
    async (request, reply) => {
      const { unitId, report, format, government, office, address, place, ...signers } = request.query;
      const letter = Object.fromEntries(
        Object.entries({ government, office, address, place }).filter(([, text]) => text !== undefined),
      );
      const { month } = request.params;
      const file = await exportReport(context, { unitId, report, format, month, letter, ...signatures(signers) });
      return reply
        .type(file.mediaType)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .serializer((content: unknown) => content as string)
        .send(file.content);
    },
  );

  app.get(
    '/locks/:month',
    {
      config: read,
      schema: {
        tags,
        summary: 'Where the month of each unit stands',
        params: Type.Object({ month: Month }),
        response: { 200: Type.Object({ items: Type.Array(LockView) }) },
      },
    },
    async (request) => ({
      items: (await listLocks(context, request.params.month)).map(({ locks, ...unit }) => ({
        ...unit,
        locks: locks.map(({ level, byPersonId, at }) => ({ level, byPersonId, at: instantToText(at) })),
      })),
    }),
  );
  app.post(
    '/locks/:month',
    {
      config: { scope: 'approvals:write' },
      schema: {
        tags,
        summary: 'Lock a month: first the office head for the unit, then the personnel board',
        params: Type.Object({ month: Month }),
        body: Type.Object(
          { unitId: Uuid, level: Level, byPersonId: Uuid, includeBelow: Type.Optional(Type.Boolean()) },
          strict,
        ),
        response: { 201: Type.Object({ locked: Type.Array(Uuid) }) },
      },
    },
    async (request, reply) => {
      const { includeBelow = true, ...lock } = request.body;
      const input = { ...lock, month: request.params.month, includeBelow };
      return reply.code(201).send({ locked: [...(await lockMonth(context, input, callerOf(request).actor))] });
    },
  );

  app.get(
    '/discipline/:year',
    {
      config: read,
      schema: {
        tags,
        summary: 'Standing and warnings by PP 94/2021, worst first; never a sanction',
        params: Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2999 }) }),
        querystring: Type.Object({ ...OptionalUnit, minDays: Type.Integer({ minimum: 1, default: 3 }) }),
        response: { 200: Type.Object({ items: Type.Array(DisciplineView) }) },
      },
    },
    async (request) => ({
      items: (await readDiscipline(context, { year: request.params.year, ...request.query })).map(
        ({ standing, warnings, absentDates, ...one }) => ({
          ...one,
          absentDates: [...absentDates],
          days: standing.days,
          longestRun: standing.longestRun,
          sanction: standing.sanction,
          salaryStopFrom: standing.salaryStopFrom,
          warnings: { ...warnings },
        }),
      ),
    }),
  );
}
