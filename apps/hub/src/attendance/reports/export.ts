import type { ResultContext } from '../context.js';
import { today } from '../context.js';
import { readRecap } from '../months/recap.js';
import { noRecord } from '../records.js';
import { apelReport } from './apel.js';
import { toCsv } from './csv.js';
import { toPdf } from './pdf.js';
import { buildReport, type REPORTS } from './reports.js';
import { standingLine } from './standing.js';
import type { Letter, Signature } from './table.js';
import { dateWords } from './words.js';
import { toXlsx } from './xlsx.js';

export const FORMATS = ['xlsx', 'csv', 'pdf'] as const;
export type ReportFormat = (typeof FORMATS)[number];

export interface ExportQuery {
  readonly report: (typeof REPORTS)[number];
  readonly format: ReportFormat;
  readonly month: string;
  readonly unitId: string;
  /** What the hub cannot know of the paper; the unit's name stands in for the office. */
  readonly letter: Partial<Omit<Letter, 'left' | 'right' | 'date'>>;
  readonly left?: Partial<Signature>;
  readonly right?: Partial<Signature>;
}

export interface ExportedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
};

/** A report of a unit's month as a file. The TPP list counts the days that are paid with the month. @throws RESULT_RECORD_UNKNOWN */
export async function exportReport(context: ResultContext, query: ExportQuery): Promise<ExportedFile> {
  const { rows } = await context.database.pool.query<{ name: string }>(
    'select name from organisation_unit where id = $1',
    [query.unitId],
  );
  const unit = rows[0]?.name;
  if (unit === undefined) throw noRecord('unit', query.unitId);
  const { month, unitId, report, format } = query;
  const built =
    report === 'apel'
      ? await apelReport(context, { unitId, month, unit })
      : buildReport(report, {
          month,
          unit,
          lines: await readRecap(context, { month, unitId, period: report === 'tpp' ? 'pay' : 'calendar' }),
        });
  const table = { ...built, standing: await standingLine(context, unitId, month) };
  const letter: Letter = {
    government: query.letter.government ?? '',
    office: query.letter.office ?? unit.toUpperCase(),
    address: query.letter.address ?? '',
    place: query.letter.place ?? '',
    date: dateWords(today(context)),
    left: signature(query.left),
    right: signature(query.right),
  };
  const content =
    format === 'csv' ? toCsv(table) : format === 'xlsx' ? await toXlsx(table, letter) : await toPdf(table, letter);
  const slug = unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return { name: `${report}-${slug}-${month}.${format}`, mediaType: MEDIA_TYPES[format], content };
}

function signature(given: Partial<Signature> | undefined): Signature | null {
  if (given === undefined) return null;
  return { title: given.title ?? '', name: given.name ?? '', rank: given.rank ?? '', number: given.number ?? '' };
}
