import { type HadirError, isHadirError, type Language } from '@hadir/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { faultText, type SchemaFault } from '../config/index.js';
import { isStoreAway, toStoreError } from '../store/index.js';
import { httpError } from './errors.js';

/** RFC 9457 problem details, with the members that Hadir adds: `code`, `remedy`, `errors`, `requestId`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Names the kind of problem; the same as `code`.' }),
    title: Type.String({ description: 'What happened, in the language asked for.' }),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    code: Type.String({ description: 'Stable; react to this.' }),
    remedy: Type.String({ description: 'What to do about it.' }),
    retryable: Type.Boolean(),
    requestId: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON pointer into the part of the request that is wrong.' }),
          code: Type.String(),
          message: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', description: 'RFC 9457 problem details.' },
);
export type Problem = Static<typeof Problem>;

/** What the validator hands to the error handler. */
export class RequestFaults extends Error {
  readonly faults: readonly SchemaFault[];
  constructor(faults: readonly SchemaFault[]) {
    super('request faults');
    this.faults = faults;
  }
}

export function problemOf(error: HadirError, request: FastifyRequest, faults: readonly SchemaFault[] = []): Problem {
  const language: Language = request.language;
  const remedy = error.remedy(language);
  return {
    type: `urn:hadir:error:${error.code}`,
    title: error.text(language),
    status: error.definition.status,
    instance: request.url.split('?')[0] ?? request.url,
    code: error.code,
    remedy,
    retryable: error.retryable,
    requestId: request.id,
    ...(Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {}),
    ...(faults.length > 0
      ? {
          errors: faults.map((fault) => ({
            pointer: fault.pointer,
            code: fault.keyword,
            message: faultText(fault, language),
          })),
        }
      : {}),
  };
}

/** Whatever was thrown, as an error with a code. Texts of foreign errors never leave the hub: they may hold secrets. */
export function toHadirError(thrown: unknown, requestId: string): HadirError {
  if (isHadirError(thrown)) return thrown;
  const error = thrown as Partial<FastifyError> & { validationContext?: string };
  if (error.validation || thrown instanceof RequestFaults) {
    return httpError('REQUEST_INVALID', { part: error.validationContext ?? 'body' });
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return httpError('REQUEST_TOO_LARGE');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return httpError('REQUEST_MEDIA_TYPE');
  if (error.code === 'FST_UNDER_PRESSURE') return httpError('HUB_OVERLOADED');
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return httpError('REQUEST_UNREADABLE', { reason: error.code ?? 'malformed' }, thrown);
  }
  if (isStoreAway(thrown)) return toStoreError(thrown);
  return httpError('HUB_INTERNAL', { requestId }, thrown);
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('content-language', reply.request.language)
    .type('application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problem);
}
