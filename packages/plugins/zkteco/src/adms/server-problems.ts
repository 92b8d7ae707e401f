import type { RowProblem } from './parse-common.js';
import type { RowPiece } from './server-rows.js';
import type { RowsRead } from './server-tables.js';
import type { AdmsTerminal } from './server-terminal.js';

/** How much of a bad row an operator is shown; passwords and templates were taken out of it before. */
const MAX_SAMPLE = 200;

/**
 * Collects what was wrong with the rows of one upload, so that a thousand bad rows become one issue a kind, with the
 * first of them as a sample. The rows themselves count as taken: one bad row must not keep the others on the terminal.
 */
export function problemTally(terminal: AdmsTerminal, table: string) {
  const first = new Map<string, { readonly problem: RowProblem; count: number }>();
  let undated = 0;
  let tamper: number | null = null;
  return {
    add(read: RowsRead): void {
      for (const problem of read.problems) {
        const known = first.get(problem.error.code);
        if (known === undefined) first.set(problem.error.code, { problem, count: 1 });
        else known.count += 1;
      }
      undated += read.undated;
      tamper ??= read.tamper;
    },
    overlong(piece: Extract<RowPiece, { kind: 'overlong' }>, limit: number): void {
      terminal.raise({
        code: 'ADMS_ROW_TOO_LONG',
        subject: table,
        // Only its kind is shown: an endless row may hold anything.
        details: { table, row: '?', size: piece.bytes, limit },
      });
    },
    report(): void {
      for (const [code, { problem, count }] of first) {
        const { details } = problem.error;
        terminal.raise({ code, subject: table, details: { ...details, count, sample: printable(problem.raw) } });
      }
      if (undated > 0) terminal.raise({ code: 'ZK_IMPOSSIBLE_DATES', details: { count: undated } });
      if (tamper !== null) terminal.raise({ code: 'ZK_TAMPER', details: { alarm: tamper } });
    },
  };
}

function printable(raw: string): string {
  return raw.slice(0, MAX_SAMPLE).replaceAll(/[\p{Cc}\p{Cs}]/gu, '·');
}
