import type { LocalizedText } from '../i18n.js';
import type { Direction } from './direction.js';
import type { Method } from './method.js';

/** What one vendor means by its verify numbers. A combination (finger + password) lists every factor, strongest first. */
export interface VerifyTable {
  readonly kind: 'verify';
  readonly source: string;
  readonly codes: Readonly<Record<number, readonly Method[]>>;
}

/** What one vendor means by its in/out numbers. */
export interface StateTable {
  readonly kind: 'state';
  readonly source: string;
  readonly codes: Readonly<Record<number, Direction>>;
}

/** What one vendor means by its operation log numbers. */
export interface OperationTable {
  readonly kind: 'operation';
  readonly source: string;
  readonly codes: Readonly<Record<number, { readonly text: LocalizedText; readonly alert: boolean }>>;
}

export type CodeTable = VerifyTable | StateTable | OperationTable;
export type CodeTables = Readonly<Record<string, CodeTable>>;

/** All factors that a verify code stands for; `['unknown']` when the table does not know it. */
export function methodsOf(tables: CodeTables, verify: { table: string; code: number } | undefined): readonly Method[] {
  const table = verify === undefined ? undefined : tables[verify.table];
  return (table?.kind === 'verify' && verify !== undefined && table.codes[verify.code]) || ['unknown'];
}

export function directionOf(tables: CodeTables, state: { table: string; code: number } | undefined): Direction {
  const table = state === undefined ? undefined : tables[state.table];
  return (table?.kind === 'state' && state !== undefined && table.codes[state.code]) || 'unknown';
}
