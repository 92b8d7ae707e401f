import type { LocalizedText } from '@hadir/core';
import type { PoolClient } from 'pg';
import type { ResultContext } from '../context.js';
import type { SheetRow, SheetValue } from './sheet.js';

/** What is wrong with a row, for the person who keeps the file. */
export interface Problem {
  readonly row: number;
  readonly column: string;
  readonly text: LocalizedText;
}

export interface ImportReport {
  readonly kind: string;
  readonly rows: number;
  /** Records that are new or differ. */
  readonly changed: number;
  readonly stored: boolean;
  readonly problems: readonly Problem[];
}

export interface ImportTask {
  readonly client: PoolClient;
  readonly context: ResultContext;
  readonly rows: readonly SheetRow[];
  readonly actor: string;
  problem(problem: Problem): void;
}

/** Imports rows in the transaction of the client. @returns how many records are new or differ */
export type ImportWork = (task: ImportTask) => Promise<number>;

/** A column by any of its names, as text; an empty cell is null. */
export function textOf(row: SheetRow, ...names: readonly string[]): string | null {
  const value = cellOf(row, ...names);
  return value === null || value === '' ? null : String(value);
}

export function cellOf(row: SheetRow, ...names: readonly string[]): SheetValue {
  for (const name of names) {
    const value = row.values.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return null;
}

export const needed: LocalizedText = { id: 'Wajib diisi.', en: 'Must be filled in.' };

/** @param known what would be right, where that is a short list */
export function unknown(what: string | LocalizedText, value: string, known: readonly string[] = []): LocalizedText {
  const { id, en } = typeof what === 'string' ? { id: what, en: what } : what;
  const list = known.join(', ');
  return {
    id: `${id} "${value}" tidak dikenal.${list === '' ? '' : ` Yang dikenal: ${list}.`}`,
    en: `There is no ${en} "${value}".${list === '' ? '' : ` Known: ${list}.`}`,
  };
}

export const noColumn = (titles: readonly string[]): LocalizedText => ({
  id: `Kolom ini tidak ada. Yang ada: ${titles.join(', ')}.`,
  en: `This column is missing. There are: ${titles.join(', ')}.`,
});

export const badDate = (value: string): LocalizedText => ({
  id: `"${value}" bukan tanggal; tulis TTTT-BB-HH.`,
  en: `"${value}" is not a day; write YYYY-MM-DD.`,
});

export const twice: LocalizedText = { id: 'Baris ini muncul dua kali.', en: 'This comes twice.' };
