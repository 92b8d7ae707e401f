/** One column of a report. Widths are parts of the line. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
  /** Numbers are written with so many decimals; without it as they are. */
  readonly decimals?: number;
}

/** A value of a cell: text stays text (a NIP), numbers are written in the manner of the medium. */
export type Cell = string | number | null;

/** A line across the table, above the rows of one unit. */
export interface GroupRow {
  readonly group: string;
}

export type Row = readonly Cell[] | GroupRow;

export const isGroup = (row: Row): row is GroupRow => 'group' in row;

/** A report as a table, whatever it is printed on. */
export interface ReportTable {
  /** In capitals, with the period. */
  readonly title: string;
  readonly subtitle: string;
  /** How far the month is signed; empty until the report is printed. */
  readonly standing?: string;
  readonly unit: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What the codes mean. */
  readonly legend: readonly string[];
}

/** Head of the paper and who signs; all of it is the regency's. */
export interface Letter {
  /** PEMERINTAH KABUPATEN … */
  readonly government: string;
  readonly office: string;
  readonly address: string;
  readonly place: string;
  readonly date: string;
  readonly left: Signature | null;
  readonly right: Signature | null;
}

export interface Signature {
  readonly title: string;
  readonly name: string;
  readonly rank: string;
  readonly number: string;
}
