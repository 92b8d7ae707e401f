import { type Cell, isGroup, type ReportTable } from './table.js';

/** A cell that a spreadsheet would take for a formula gets a blank in front: names come from people. */
const FORMULA = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const text = FORMULA.test(cell) ? ` ${cell}` : cell;
  return /[";\n\r]/.test(text) || /^\d{12,}$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Semicolons and decimal commas, as spreadsheets set to Indonesian read them; UTF-8 with a byte order mark. */
export function toCsv({ columns, rows }: ReportTable): Buffer {
  const lines = [
    columns.map(({ title }) => csvCell(title)),
    ...rows.flatMap((row) => (isGroup(row) ? [] : [row.map(csvCell)])),
  ];
  return Buffer.from(`\uFEFF${lines.map((line) => line.join(';')).join('\r\n')}\r\n`);
}
