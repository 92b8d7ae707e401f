import ExcelJS from 'exceljs';
import type { Cell, Letter, ReportTable, Signature } from './table.js';

const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7E6E6' } } as const;
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN };

/** One sheet: letterhead, title, the table with a frozen head, legend, signatures. Numbers of people are text cells. */
export async function toXlsx(table: ReportTable, letter: Letter): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.creator = 'Hadir';
  const sheet = book.addWorksheet(table.subtitle.slice(0, 31), {
    pageSetup: {
      paperSize: 8 as ExcelJS.PaperSize,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
    headerFooter: { oddFooter: 'Halaman &P dari &N' },
  });
  const width = table.columns.length;
  const title = (text: string, size: number) => {
    const row = sheet.addRow([text]);
    sheet.mergeCells(row.number, 1, row.number, width);
    row.getCell(1).font = { bold: true, size };
    row.getCell(1).alignment = { horizontal: 'center' };
  };
  for (const [text, size] of [
    [letter.government, 14],
    [letter.office, 14],
    [letter.address, 10],
    ['', 10],
    [table.title, 12],
    [table.unit.toUpperCase(), 12],
    [table.subtitle, 12],
    ['', 10],
  ] as const) {
    title(text, size);
  }
  const head = sheet.addRow(table.columns.map((column) => column.title));
  head.eachCell((cell) => {
    cell.font = { bold: true };
    cell.fill = HEAD_FILL;
    cell.border = BORDER;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
  for (const cells of table.rows) addCells(sheet, cells, table);
  sheet.views = [{ state: 'frozen', xSplit: 3, ySplit: head.number }];
  table.columns.forEach((column, i) => {
    sheet.getColumn(i + 1).width = Math.max(5, column.width * 2);
  });
  sheet.addRow([]);
  for (const text of table.legend) sheet.addRow([text]);
  addSignatures(sheet, letter, width);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addCells(sheet: ExcelJS.Worksheet, cells: readonly Cell[], { columns }: ReportTable): void {
  const row = sheet.addRow([...cells]);
  columns.forEach(({ align }, i) => {
    const cell = row.getCell(i + 1);
    cell.border = BORDER;
    cell.alignment = { horizontal: align ?? 'left', vertical: 'top', wrapText: true };
    if (typeof cells[i] === 'string') cell.numFmt = '@';
    else if (Number.isInteger(cells[i])) cell.numFmt = '#,##0';
    else cell.numFmt = '0.00';
  });
}

function addSignatures(sheet: ExcelJS.Worksheet, letter: Letter, width: number): void {
  sheet.addRow([]);
  const at = Math.max(5, width - 3);
  const line = (left: string, right: string, isName = false) => {
    const row = sheet.addRow([]);
    row.getCell(2).value = left;
    row.getCell(at).value = right;
    if (isName) for (const cell of [row.getCell(2), row.getCell(at)]) cell.font = { bold: true, underline: true };
  };
  const of = (signature: Signature | null, key: keyof Signature) => signature?.[key] ?? '';
  line('', `${letter.place}, ${letter.date}`);
  line(of(letter.left, 'title'), of(letter.right, 'title'));
  for (let blank = 0; blank < 3; blank++) sheet.addRow([]);
  line(of(letter.left, 'name'), of(letter.right, 'name'), true);
  line(of(letter.left, 'rank'), of(letter.right, 'rank'));
  line(numberLine(letter.left), numberLine(letter.right));
}

function numberLine(signature: Signature | null): string {
  return signature === null || signature.number === '' ? '' : `NIP ${signature.number}`;
}
