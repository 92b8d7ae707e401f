import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@hadir/core';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { authError } from './errors.js';

/** Browsers cannot set headers on WebSocket or EventSource; a ticket in the URL is worth nothing a moment later. */
export const TICKET_LIFE_MS = 30_000;
const MAX_REMEMBERED = 100_000;

const TicketBody = Type.Object({ key: Type.String(), expires: Type.Integer(), nonce: Type.String() });
type TicketBody = Static<typeof TicketBody>;

export interface TicketOffice {
  issue(keyId: string): { readonly ticket: string; readonly expiresAt: number };
  /** @returns the id of the key that asked for it. @throws AUTH_TICKET_REFUSED */
  redeem(ticket: string): string;
}

/**
 * Tickets are signed instead of stored, so that a hub behind the same load balancer with the same secret takes them.
 * Used ones are remembered by this process until they expire.
 */
export function createTicketOffice(options: { readonly secret: Uint8Array; readonly clock: Clock }): TicketOffice {
  const used = new Map<string, number>();
  const sign = (body: string) => createHmac('sha256', options.secret).update(body).digest();
  const forget = (now: number) => {
    for (const [nonce, expires] of used) if (expires < now) used.delete(nonce);
  };
  return {
    issue(keyId) {
      const expires = options.clock.now() + TICKET_LIFE_MS;
      const content: TicketBody = { key: keyId, expires, nonce: randomBytes(12).toString('hex') };
      const body = Buffer.from(JSON.stringify(content)).toString('base64url');
      return { ticket: `${body}.${sign(body).toString('base64url')}`, expiresAt: expires };
    },
    redeem(ticket) {
      const [body = '', signature = ''] = ticket.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(body);
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw authError('AUTH_TICKET_REFUSED');
      const content = JSON.parse(Buffer.from(body, 'base64url').toString()) as unknown;
      const now = options.clock.now();
      if (!Value.Check(TicketBody, content) || content.expires < now || used.has(content.nonce)) {
        throw authError('AUTH_TICKET_REFUSED');
      }
      if (used.size >= MAX_REMEMBERED) forget(now);
      used.set(content.nonce, content.expires);
      return content.key;
    },
  };
}
