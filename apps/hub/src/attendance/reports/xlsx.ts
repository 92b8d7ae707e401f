import ExcelJS from 'exceljs';
import { type Cell, type Column, isGroup, type Letter, type ReportTable } from './table.js';
import { addSignatures } from './xlsx-signatures.js';

const FONT = 'Arial';
const FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7E6E6' } } as const;
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN };
const LINE_POINTS = 12.5;

/**
 * One sheet: letterhead, title, the table with its head frozen and repeated on every printed page, legend, signatures.
 * Numbers of people are text cells. Heights are set, because not every program fits rows to wrapped text.
 */
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
      margins: { left: 0.4, right: 0.4, top: 0.4, bottom: 0.6, header: 0.2, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&RHalaman &P dari &N' },
  });
  const widths = table.columns.map(widthOf);
  widths.forEach((width, i) => {
    sheet.getColumn(i + 1).width = width;
  });
  addLetterhead(sheet, table, letter);
  const titles = table.columns.map((column) => column.title);
  const head = sheet.addRow(titles);
  head.height = heightOf(titles, widths);
  head.eachCell((cell) => {
    cell.font = { name: FONT, size: 9, bold: true };
    cell.fill = FILL;
    cell.border = BORDER;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
  for (const row of table.rows) {
    if (isGroup(row)) addGroup(sheet, row.group, widths.length);
    else addCells(sheet, row, table.columns, widths);
  }
  sheet.views = [{ state: 'frozen', xSplit: 3, ySplit: head.number }];
  sheet.pageSetup.printTitlesRow = `${head.number}:${head.number}`;
  addLegend(sheet, table.legend.join(' · '), widths);
  addSignatures(sheet, letter, widths, FONT);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** In characters; no word of the title is broken. */
function widthOf({ title, width }: Column): number {
  return Math.max(4, width * 2, ...title.split(' ').map((word) => word.length + 2));
}

function heightOf(texts: readonly string[], widths: readonly number[]): number {
  const lines = texts.map((text, i) => Math.ceil((text.length * 0.9) / Math.max(1, (widths[i] ?? 1) - 1)));
  return Math.max(1, ...lines) * LINE_POINTS + 2;
}

function addLetterhead(sheet: ExcelJS.Worksheet, table: ReportTable, letter: Letter): void {
  const width = table.columns.length;
  const line = (text: string, size: number, bold = true) => {
    const row = sheet.addRow([text]);
    sheet.mergeCells(row.number, 1, row.number, width);
    row.getCell(1).font = { name: FONT, bold, size };
    row.getCell(1).alignment = { horizontal: 'center' };
    return row;
  };
  line(letter.government, 14);
  line(letter.office, 14);
  const address = line(letter.address, 10, false);
  address.getCell(1).border = { bottom: { style: 'double' } };
  line('', 6);
  line(table.title, 12);
  line(table.unit.toUpperCase(), 12);
  line(table.subtitle, 12);
  line(table.standing ?? '', 9, false);
  line('', 6);
}

function addGroup(sheet: ExcelJS.Worksheet, text: string, width: number): void {
  const row = sheet.addRow([text]);
  sheet.mergeCells(row.number, 1, row.number, width);
  const cell = row.getCell(1);
  cell.font = { name: FONT, size: 9, bold: true };
  cell.fill = FILL;
  cell.border = BORDER;
}

function addCells(
  sheet: ExcelJS.Worksheet,
  cells: readonly Cell[],
  columns: readonly Column[],
  widths: readonly number[],
): void {
  const row = sheet.addRow([...cells]);
  row.height = heightOf(
    cells.map((cell) => (typeof cell === 'string' ? cell : '')),
    widths,
  );
  columns.forEach(({ align, decimals }, i) => {
    const cell = row.getCell(i + 1);
    cell.font = { name: FONT, size: 9 };
    cell.border = BORDER;
    cell.alignment = { horizontal: align ?? 'left', vertical: 'top', wrapText: true };
    if (typeof cells[i] === 'string') cell.numFmt = '@';
    else if (decimals !== undefined) cell.numFmt = `0.${'0'.repeat(decimals)}`;
    else if (Number.isInteger(cells[i])) cell.numFmt = '#,##0';
    else cell.numFmt = '0.00';
  });
}

function addLegend(sheet: ExcelJS.Worksheet, text: string, widths: readonly number[]): void {
  const row = sheet.addRow([text]);
  sheet.mergeCells(row.number, 1, row.number, widths.length);
  row.height = heightOf([text], [widths.reduce((sum, width) => sum + width, 0)]);
  row.getCell(1).font = { name: FONT, size: 8 };
  row.getCell(1).alignment = { wrapText: true, vertical: 'top' };
}
