import { type ErrorDefinition, HadirError } from '@hadir/core';
import Type, { type Static } from 'typebox';

const Texts = Type.Object({ id: Type.String({ maxLength: 2000 }), en: Type.String({ maxLength: 2000 }) });
const Details = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.Union([Type.String({ maxLength: 4000 }), Type.Number(), Type.Boolean(), Type.Null()]),
);

/** A HadirError as plain data, with its texts: the host does not know the plugin's error table. */
export const ErrorFacts = Type.Object({
  code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,79}$' }),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  retryable: Type.Boolean(),
  fault: Type.Union([Type.Literal('caller'), Type.Literal('device'), Type.Literal('operator'), Type.Literal('hadir')]),
  message: Texts,
  remedy: Texts,
  details: Details,
});
export type ErrorFacts = Static<typeof ErrorFacts>;

export function factsOf(error: HadirError): ErrorFacts {
  const { status, retryable, fault, message, remedy } = error.definition;
  const details = Object.fromEntries(
    Object.entries(error.details).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > 4000 ? `${value.slice(0, 3999)}…` : value,
    ]),
  );
  return { code: error.code, status, retryable, fault, message, remedy, details };
}

export function errorOf(facts: ErrorFacts): HadirError {
  const { code, details, ...definition } = facts;
  return new HadirError(code, definition satisfies ErrorDefinition, { details });
}

/** A HadirError by its shape: the plugin may have brought its own copy of the class. */
export function looksLikeHadirError(value: unknown): value is HadirError {
  if (!(value instanceof Error) || value.name !== 'HadirError') return false;
  const { code, definition, details } = value as Partial<HadirError>;
  return typeof code === 'string' && typeof definition?.message?.en === 'string' && typeof details === 'object';
}

/** One line about anything that was thrown. */
export function reasonOf(value: unknown): string {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : String(value);
  return text.length > 500 ? `${text.slice(0, 499)}…` : text;
}
