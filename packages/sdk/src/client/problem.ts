import { type ErrorDefinition, type ErrorDetails, HadirError } from '@hadir/core';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

/** What the hub answers when it refuses: RFC 9457 problem details with Hadir's additions. Newer hubs may add members. */
export const ProblemDetails = Type.Object({
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  remedy: Type.String(),
  retryable: Type.Boolean(),
  requestId: Type.String(),
  instance: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  errors: Type.Optional(
    Type.Array(Type.Object({ pointer: Type.String(), code: Type.String(), message: Type.String() })),
  ),
});
export type ProblemDetails = Static<typeof ProblemDetails>;

/** The hub's refusal. `code` is stable and documented in docs/errors.md; the texts are in the language asked for. */
export class HubProblem extends HadirError {
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.code, definitionOf(problem), { details: plainDetails(problem.details ?? {}) });
    this.problem = problem;
  }
}

/** Narrows what was caught: by code when given, else any refusal of the hub. */
export function isHubProblem(value: unknown, code?: string): value is HubProblem {
  return value instanceof HubProblem && (code === undefined || value.code === code);
}

/** @returns null when the text is no problem details */
export function parseProblem(text: string): ProblemDetails | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(ProblemDetails, value) ? value : null;
  } catch {
    return null;
  }
}

function definitionOf({ status, retryable, title, remedy }: ProblemDetails): ErrorDefinition {
  return {
    status,
    retryable,
    fault: status >= 500 ? 'hadir' : 'caller',
    message: { id: title, en: title },
    remedy: { id: remedy, en: remedy },
  };
}

function plainDetails(details: Readonly<Record<string, unknown>>): ErrorDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, isPlain(value) ? value : JSON.stringify(value)]),
  );
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
