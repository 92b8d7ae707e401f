import PDFDocument from 'pdfkit';
import { type Cell, isGroup, type Letter, type ReportTable, type Signature } from './table.js';

/** F4 (folio) as Indonesian offices have it, 215 × 330 mm, lying; in points. */
const PAGE = [935.43, 609.45] as const;
const MARGIN = 34;
const FONT = 'Helvetica';
const BOLD = 'Helvetica-Bold';
const PADDING = 2;
const FOOT_HEIGHT = 110;
const GROUP_HEIGHT = 14;

const WHOLE = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 0 });
const PARTS = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 4 });

function shown(cell: Cell, decimals?: number): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (decimals !== undefined) {
    return cell.toLocaleString('id-ID', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: Math.max(decimals, 4),
    });
  }
  return Number.isInteger(cell) ? WHOLE.format(cell) : PARTS.format(cell);
}

/** Letterhead on the first page, the table's head on every page, legend and signatures at the end, "Halaman x dari y". */
export function toPdf(table: ReportTable, letter: Letter): Promise<Buffer> {
  const doc = new PDFDocument({ size: [...PAGE], margin: MARGIN, bufferPages: true, info: { Title: table.title } });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  letterhead(doc, table, letter);
  drawTable(doc, table);
  foot(doc, table, letter);
  numberPages(doc);
  doc.end();
  return done;
}

type Doc = InstanceType<typeof PDFDocument>;

function letterhead(doc: Doc, table: ReportTable, letter: Letter): void {
  const centred = { align: 'center' } as const;
  doc.font(BOLD).fontSize(13).text(letter.government, centred).text(letter.office, centred);
  doc.font(FONT).fontSize(9).text(letter.address, centred);
  const y = doc.y + 3;
  doc
    .lineWidth(2)
    .moveTo(MARGIN, y)
    .lineTo(PAGE[0] - MARGIN, y)
    .stroke();
  doc
    .lineWidth(0.5)
    .moveTo(MARGIN, y + 3)
    .lineTo(PAGE[0] - MARGIN, y + 3)
    .stroke();
  doc.y = y + 10;
  doc.font(BOLD).fontSize(11);
  for (const line of [table.title, table.unit.toUpperCase(), table.subtitle]) doc.text(line, MARGIN, doc.y, centred);
  doc
    .font(FONT)
    .fontSize(8)
    .text(table.standing ?? '', MARGIN, doc.y + 2, centred);
  doc.moveDown(0.7);
}

function drawTable(doc: Doc, { columns, rows }: ReportTable): void {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => ((PAGE[0] - 2 * MARGIN) * column.width) / total);
  const size = columns.length > 20 ? 6 : 7.5;
  const head = (): void =>
    drawRow(
      doc,
      columns.map(({ title }) => title),
      widths,
      columns.map(() => 'center'),
      BOLD,
      size,
    );
  const aligns = columns.map(({ align }) => align ?? 'left');
  head();
  for (const row of rows) {
    if (isGroup(row)) {
      // A unit's name never stands alone at the foot of a page.
      if (doc.y + 3 * GROUP_HEIGHT > PAGE[1] - MARGIN - 14) {
        doc.addPage();
        head();
      }
      drawGroup(doc, row.group, size);
      continue;
    }
    const texts = row.map((cell, i) => shown(cell, columns[i]?.decimals));
    if (doc.y + rowHeight(doc, texts, widths, FONT, size) > PAGE[1] - MARGIN - 14) {
      doc.addPage();
      head();
    }
    drawRow(doc, texts, widths, aligns, FONT, size);
  }
}

function drawGroup(doc: Doc, text: string, size: number): void {
  const { y } = doc;
  const width = PAGE[0] - 2 * MARGIN;
  doc.lineWidth(0.5).rect(MARGIN, y, width, GROUP_HEIGHT).fillAndStroke('#f0f0f0', '#000000').fillColor('#000000');
  doc.font(BOLD).fontSize(size + 0.5);
  doc.text(text, MARGIN + 4, y + (GROUP_HEIGHT - doc.currentLineHeight()) / 2, { width: width - 8, lineBreak: false });
  doc.x = MARGIN;
  doc.y = y + GROUP_HEIGHT;
}

function rowHeight(doc: Doc, texts: readonly string[], widths: readonly number[], font: string, size: number): number {
  doc.font(font).fontSize(size);
  const heights = texts.map((text, i) => doc.heightOfString(text, { width: (widths[i] ?? 0) - 2 * PADDING }));
  return Math.max(size, ...heights) + 2 * PADDING;
}

function drawRow(
  doc: Doc,
  texts: readonly string[],
  widths: readonly number[],
  aligns: readonly ('left' | 'right' | 'center')[],
  font: string,
  size: number,
): void {
  const height = rowHeight(doc, texts, widths, font, size);
  const { y } = doc;
  let x = MARGIN;
  texts.forEach((text, i) => {
    const width = widths[i] ?? 0;
    doc.lineWidth(0.5).rect(x, y, width, height).stroke();
    doc.text(text, x + PADDING, y + PADDING, {
      width: width - 2 * PADDING,
      align: aligns[i] ?? 'left',
      lineBreak: true,
    });
    x += width;
  });
  doc.x = MARGIN;
  doc.y = y + height;
}

function foot(doc: Doc, table: ReportTable, letter: Letter): void {
  if (doc.y + FOOT_HEIGHT + 20 > PAGE[1] - MARGIN) doc.addPage();
  doc
    .font(FONT)
    .fontSize(7)
    .text(table.legend.join(' · '), MARGIN, doc.y + 6, { width: PAGE[0] - 2 * MARGIN });
  const y = doc.y + 10;
  sign(doc, letter.left, '', MARGIN + 40, y);
  sign(doc, letter.right, `${letter.place}, ${letter.date}`, PAGE[0] - MARGIN - 260, y);
}

function sign(doc: Doc, signature: Signature | null, dateline: string, x: number, y: number): void {
  const width = 220;
  doc.font(FONT).fontSize(9).text(dateline, x, y, { width });
  if (signature === null) return;
  doc.text(signature.title, x, y + 12, { width });
  doc.font(BOLD).text(signature.name, x, y + 66, { width, underline: true });
  doc.font(FONT).text(signature.rank, x, y + 78, { width });
  if (signature.number !== '') doc.text(`NIP ${signature.number}`, x, y + 90, { width });
}

function numberPages(doc: Doc): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Below the margin, where pdfkit would otherwise begin a new page.
    doc.page.margins.bottom = 0;
    const text = `Halaman ${page + 1} dari ${count}`;
    doc
      .font(FONT)
      .fontSize(7)
      .text(text, MARGIN, PAGE[1] - MARGIN + 8, { width: PAGE[0] - 2 * MARGIN, align: 'right', lineBreak: false });
  }
}
