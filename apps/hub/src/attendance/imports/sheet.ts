import ExcelJS from 'exceljs';
import { storableText } from '../../store/index.js';
import { resultError } from '../errors.js';

/** A value as the file has it. Numbers stay numbers: an 18-digit number that a spreadsheet kept as one has lost digits. */
export type SheetValue = string | number | null;

/** One line of a file, by its column titles in lower case. */
export interface SheetRow {
  /** As the spreadsheet counts; the head is 1. */
  readonly row: number;
  readonly values: ReadonlyMap<string, SheetValue>;
}

export interface Sheet {
  readonly titles: readonly string[];
  readonly rows: readonly SheetRow[];
}

export const MAX_SHEET_BYTES = 32 * 1024 * 1024;

/**
 * The first sheet of an XLSX file, or a CSV file with commas, semicolons or tabs.
 * @param file its name, for messages
 * @throws IMPORT_UNREADABLE
 */
export async function readSheet(file: string, content: Buffer): Promise<Sheet> {
  const unreadable = (reason: string, cause?: unknown) => resultError('IMPORT_UNREADABLE', { file, reason }, cause);
  if (content.length > MAX_SHEET_BYTES) throw unreadable('> 32 MiB');
  // A ZIP archive begins with "PK" (APPNOTE.TXT 4.3.7); an XLSX file is one, whatever it is called.
  const isXlsx = content.subarray(0, 2).toString('latin1') === 'PK';
  const lines = isXlsx
    ? await readXlsx(content).catch((cause: unknown) => {
        throw unreadable('not a readable XLSX file', cause);
      })
    : parseCsv(storableText(content.toString('utf8').replace(/^\uFEFF/, '')));
  const [head, ...rest] = lines;
  if (head === undefined) throw unreadable('empty');
  const titles = head.map((title) =>
    String(title ?? '')
      .trim()
      .toLowerCase(),
  );
  const rows = rest.flatMap((line, i) => {
    if (line.every((value) => value === null || value === '')) return [];
    return [{ row: i + 2, values: new Map(titles.map((title, k) => [title, line[k] ?? null])) }];
  });
  return { titles: titles.filter((title) => title !== ''), rows };
}

async function readXlsx(content: Buffer): Promise<readonly (readonly SheetValue[])[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(content as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  const lines: SheetValue[][] = [];
  for (let row = 1; row <= (sheet?.rowCount ?? 0); row++) {
    const cells: SheetValue[] = [];
    for (let column = 1; column <= (sheet?.columnCount ?? 0); column++) {
      cells.push(cellValue(sheet?.getRow(row).getCell(column)));
    }
    lines.push(cells);
  }
  return lines;
}

function cellValue(cell: ExcelJS.Cell | undefined): SheetValue {
  const value = cell?.value ?? null;
  if (value === null || typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return storableText((cell?.text ?? '').trim());
}

/** RFC 4180, with the separator that the first line has most of. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const separator = [';', '\t', ','].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted) {
      if (char === '"' && text.charAt(i + 1) === '"') cell += text.charAt(++i);
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"') {
      quoted = true;
    } else if (char === separator) {
      line.push(cell.trim());
      cell = '';
    } else if (char === '\n') {
      lines.push([...line, cell.trim()]);
      line = [];
      cell = '';
    } else if (char !== '\r') {
      cell += char;
    }
  }
  if (cell !== '' || line.length > 0) lines.push([...line, cell.trim()]);
  return lines;
}
