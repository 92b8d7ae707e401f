import { fillText, type Language } from '../i18n.js';
import type { ErrorDefinition, ErrorTable } from './error-table.js';

/** Plain facts about the failure: offsets, names, limits. Never secrets, never biometric data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface HadirErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/** The only error class that Hadir throws on purpose. `code` is stable; the texts come from the table. */
export class HadirError extends Error {
  override readonly name = 'HadirError';
  readonly code: string;
  readonly definition: ErrorDefinition;
  readonly details: ErrorDetails;

  constructor(code: string, definition: ErrorDefinition, options: HadirErrorOptions = {}) {
    const details = options.details ?? {};
    super(
      `${code}: ${fillText(definition.message.en, details)}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.definition = definition;
    this.details = details;
  }

  get retryable(): boolean {
    return this.definition.retryable;
  }

  /** What happened, in the reader's language. */
  text(language: Language): string {
    return fillText(this.definition.message[language], this.details);
  }

  /** What to do, in the reader's language. */
  remedy(language: Language): string {
    return fillText(this.definition.remedy[language], this.details);
  }
}

/** Makes the function with which a package throws the errors of its own table. */
export function errorFactory<Code extends string>(table: ErrorTable<Code>) {
  return (code: Code, details: ErrorDetails = {}, cause?: unknown): HadirError =>
    new HadirError(code, table[code], { details, cause });
}

export function isHadirError(value: unknown): value is HadirError {
  return value instanceof HadirError;
}
