import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Language } from '@hadir/core';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Caller, RouteScope } from '../auth/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** From Accept-Language. */
    language: Language;
    /** Null on public routes. */
    caller: Caller | null;
    /** Where a live stream begins; set on stream routes. */
    streamFrom: number;
  }
  interface FastifyContextConfig {
    /** What a key must have to use the route. Every route states it; one without does not start. */
    scope?: RouteScope;
    /** A ticket in the query stands in for the key (streams, which browsers open without headers). */
    ticket?: boolean;
    /** Answers a caller on this very machine without a key. */
    loopback?: boolean;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** One line of the route table. */
export interface RouteEntry {
  readonly method: string;
  readonly url: string;
  readonly scope: RouteScope;
  readonly websocket: boolean;
}
