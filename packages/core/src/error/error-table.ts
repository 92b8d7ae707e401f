import type { LocalizedText } from '../i18n.js';

/**
 * Whose move it is when the error appears.
 * - `caller`: the request or file was wrong; sending the same again fails again.
 * - `device`: the hardware or its line misbehaved.
 * - `operator`: a setting, permission or missing part that a person must mend.
 * - `hadir`: our bug.
 */
export type ErrorFault = 'caller' | 'device' | 'operator' | 'hadir';

/** One row of an error table. Texts may hold `{name}` placeholders filled from the error's `details`. */
export interface ErrorDefinition {
  /** HTTP status when the error reaches the API. */
  readonly status: number;
  /** Whether the same operation may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly fault: ErrorFault;
  /** What happened, in one sentence. */
  readonly message: LocalizedText;
  /** What to do about it, in one sentence. */
  readonly remedy: LocalizedText;
}

/** Codes are stable: `AREA_WHAT`, upper case. A code is never reused for another meaning. */
export type ErrorTable<Code extends string = string> = Readonly<Record<Code, ErrorDefinition>>;

/** Declares a table of errors; the type keeps the literal codes. */
export function defineErrors<const Table extends ErrorTable>(table: Table): Table {
  return Object.freeze(table);
}
