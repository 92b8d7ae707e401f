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
  readonly codes: Readonly<Record<number, OperationMeaning>>;
}

export interface OperationMeaning {
  readonly text: LocalizedText;
  /** True when an officer should be told at once. */
  readonly alert: boolean;
}

export type CodeTable = VerifyTable | StateTable | OperationTable;
export type CodeTables = Readonly<Record<string, CodeTable>>;

const UNKNOWN: readonly Method[] = Object.freeze(['unknown']);

/** All factors that a verify code stands for; `['unknown']` when the table does not know it. */
export function methodsOf(
  tables: CodeTables,
  verify: { readonly table: string; readonly code: number } | undefined,
): readonly Method[] {
  if (verify === undefined) return UNKNOWN;
  const table = tables[verify.table];
  return (table?.kind === 'verify' && table.codes[verify.code]) || UNKNOWN;
}

export function directionOf(
  tables: CodeTables,
  state: { readonly table: string; readonly code: number } | undefined,
): Direction {
  if (state === undefined) return 'unknown';
  const table = tables[state.table];
  return (table?.kind === 'state' && table.codes[state.code]) || 'unknown';
}

const UNKNOWN_OPERATION = (code: number): OperationMeaning => ({
  text: { id: `Kejadian nomor ${code}`, en: `Operation number ${code}` },
  alert: false,
});

/** What an operation code means; an unknown code is named by its number and is no alert. */
export function operationOf(
  tables: CodeTables,
  operation: { readonly table: string; readonly code: number },
): OperationMeaning {
  const table = tables[operation.table];
  return (table?.kind === 'operation' && table.codes[operation.code]) || UNKNOWN_OPERATION(operation.code);
}
