import Type from 'typebox';
import { IMPORTS, type ImportKind, type ImportReport, importFile, MAX_SHEET_BYTES } from '../../../attendance/index.js';
import type { RouteScope } from '../../../auth/index.js';
import type { App } from '../../app-types.js';
import { callerOf } from '../../guard.js';
import type { HubServices } from '../../services.js';
import { resultContext } from './common.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SHEETS = [XLSX, 'text/csv', 'application/octet-stream'];

const SCOPES: Readonly<Record<ImportKind, RouteScope>> = {
  units: 'people:write',
  people: 'people:write',
  mappings: 'people:write',
  roster: 'rules:write',
  holidays: 'rules:write',
};

export const ImportReportView = Type.Object({
  kind: Type.String(),
  rows: Type.Integer(),
  changed: Type.Integer({ description: 'Records that are new or differ.' }),
  stored: Type.Boolean(),
  problems: Type.Array(
    Type.Object({
      row: Type.Integer({ description: 'As the spreadsheet counts; the head is 1.' }),
      column: Type.String(),
      id: Type.String(),
      en: Type.String(),
    }),
  ),
});

const view = ({ problems, ...report }: ImportReport) => ({
  ...report,
  problems: problems.map(({ row, column, text }) => ({ row, column, ...text })),
});

export function importRoutes(app: App, services: HubServices): void {
  const context = resultContext(services);
  // Files only here, and nothing but files.
  void app.register((own: App, _options, registered) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser(SHEETS, { parseAs: 'buffer', bodyLimit: MAX_SHEET_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    for (const kind of IMPORTS) {
      own.post(
        `/imports/${kind}`,
        {
          config: { scope: SCOPES[kind] },
          bodyLimit: MAX_SHEET_BYTES,
          schema: {
            tags: ['imports'],
            summary: `Import ${kind} from an XLSX or CSV file: all of it, or nothing while there is a problem`,
            description: 'The body is the file itself. A dry run does everything but keep it, and lists every problem.',
            consumes: SHEETS,
            querystring: Type.Object({ dryRun: Type.Boolean({ default: false }) }),
            body: Type.Unknown(),
            response: { 200: ImportReportView },
          },
        },
        async (request) => {
          const { actor } = callerOf(request);
          const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const file = { name: kind, content };
          return view(await importFile(context, kind, file, { dryRun: request.query.dryRun, actor }));
        },
      );
    }
    registered();
  });
}
