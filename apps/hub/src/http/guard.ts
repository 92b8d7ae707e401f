import { isHadirError } from '@hadir/core';
import type { FastifyRequest } from 'fastify';
import {
  type Authenticator,
  allows,
  authError,
  type Caller,
  type FailureLimit,
  type TicketOffice,
} from '../auth/index.js';

export interface GuardParts {
  readonly authenticator: Authenticator;
  readonly failures: FailureLimit;
  readonly tickets: TicketOffice;
}

/**
 * Lets a request through to its route, or refuses it. Runs before the body is read.
 * @throws AUTH_REQUIRED, AUTH_KEY_REFUSED, AUTH_SCOPE_MISSING, AUTH_TICKET_REFUSED, AUTH_TOO_MANY_FAILURES
 */
export function createGuard(parts: GuardParts): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    if (request.is404) return;
    const { scope = 'admin', ticket = false, loopback = false } = request.routeOptions.config;
    if (scope === 'public' || (loopback && isLoopback(request))) return;
    if (parts.failures.blocked(request.ip)) throw authError('AUTH_TOO_MANY_FAILURES');
    const caller = await identify(parts, request, ticket).catch((error: unknown) => {
      if (isHadirError(error) && error.definition.status === 401 && error.code !== 'AUTH_REQUIRED') {
        parts.failures.failed(request.ip);
      }
      throw error;
    });
    if (!allows(caller.scopes, scope)) throw authError('AUTH_SCOPE_MISSING', { scope });
    request.caller = caller;
  };
}

async function identify(parts: GuardParts, request: FastifyRequest, ticketAllowed: boolean): Promise<Caller> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) return parts.authenticator.byToken(token);
  const ticket = (request.query as { ticket?: unknown } | undefined)?.ticket;
  if (ticketAllowed && typeof ticket === 'string') return parts.authenticator.byKeyId(parts.tickets.redeem(ticket));
  throw authError('AUTH_REQUIRED');
}

/** Straight from this machine: a proxy on it would make the whole world look local, so its mark rules that out. */
function isLoopback(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  return local && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}

/** Who is asking, on a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw authError('AUTH_REQUIRED');
  return request.caller;
}
