import type ExcelJS from 'exceljs';
import type { Letter, Signature } from './table.js';

/** Characters that a block needs, so that no name runs over the edge of the paper. */
const BLOCK_WIDTH = 44;

/** Two blocks below the table: left from the second column on, right as far to the right as it fits. */
export function addSignatures(sheet: ExcelJS.Worksheet, letter: Letter, widths: readonly number[], font: string): void {
  const right = rightColumn(widths);
  const line = (left: string, other: string, isName = false) => {
    const row = sheet.addRow([]);
    for (const [column, text] of [
      [2, left],
      [right, other],
    ] as const) {
      const cell = row.getCell(column);
      cell.value = text;
      cell.font = { name: font, size: 10, bold: isName, underline: isName };
    }
  };
  const of = (signature: Signature | null, key: keyof Signature) => signature?.[key] ?? '';
  const titles = [letter.left, letter.right].map((one) => of(one, 'title').split('\n'));
  sheet.addRow([]);
  line('', `${letter.place}, ${letter.date}`);
  for (let i = 0; i < Math.max(...titles.map((lines) => lines.length)); i++) {
    line(titles[0]?.[i] ?? '', titles[1]?.[i] ?? '');
  }
  for (let blank = 0; blank < 3; blank++) sheet.addRow([]);
  line(of(letter.left, 'name'), of(letter.right, 'name'), true);
  line(of(letter.left, 'rank'), of(letter.right, 'rank'));
  line(numberLine(letter.left), numberLine(letter.right));
}

function rightColumn(widths: readonly number[]): number {
  let room = 0;
  for (let column = widths.length; column > 2; column--) {
    room += widths[column - 1] ?? 0;
    if (room >= BLOCK_WIDTH) return column;
  }
  return 3;
}

function numberLine(signature: Signature | null): string {
  return signature === null || signature.number === '' ? '' : `NIP ${signature.number}`;
}
