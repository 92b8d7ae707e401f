import { type Clock, instant } from '@hadir/core';
import { describe, expect, it } from 'vitest';
import { createFailureLimit } from './failure-limit.js';
import { allows, beyond } from './scopes.js';
import { createTicketOffice, TICKET_LIFE_MS } from './tickets.js';
import { hashToken, newToken, sameHash, tokenPrefix } from './token.js';

function manualClock(): Clock & { pass(ms: number): void } {
  let now = 1_800_000_000_000;
  return {
    now: () => instant(now),
    pass: (ms) => {
      now += ms;
    },
  };
}

describe('scopes', () => {
  it('let admin do all, write read, and nothing else', () => {
    expect(allows(['admin'], 'keys:write')).toBe(true);
    expect(allows(['devices:write'], 'devices:read')).toBe(true);
    expect(allows(['devices:read'], 'devices:write')).toBe(false);
    expect(allows(['people:write'], 'devices:read')).toBe(false);
    expect(allows([], 'any')).toBe(true);
    expect(beyond(['keys:write', 'events:read'], ['events:read', 'admin', 'keys:read'])).toEqual(['admin']);
  });
});

describe('tokens', () => {
  it('carry 256 random bits and are told apart by their beginning', () => {
    const made = Array.from({ length: 100 }, newToken);
    expect(new Set(made.map((one) => one.token)).size).toBe(100);
    for (const { token, prefix, hash } of made) {
      expect(token).toMatch(/^hadir_[0-9a-f]{8}_[0-9a-f]{64}$/);
      expect(tokenPrefix(token)).toBe(prefix);
      expect(sameHash(hashToken(token), hash)).toBe(true);
      expect(sameHash(hashToken(`${token.slice(0, -1)}x`), hash)).toBe(false);
    }
    for (const text of ['', 'hadir_', 'hadir_00000000_', `hadir_00000000_${'0'.repeat(63)}`, `x${'0'.repeat(80)}`]) {
      expect(tokenPrefix(text)).toBeNull();
    }
  });
});

describe('tickets', () => {
  it('are good once, for a moment, in every hub with the same secret', () => {
    const clock = manualClock();
    const office = createTicketOffice({ secret: Buffer.alloc(32, 1), clock });
    const { ticket } = office.issue('key-1');
    expect(office.redeem(ticket)).toBe('key-1');
    expect(() => office.redeem(ticket)).toThrow(/AUTH_TICKET_REFUSED/);
    const other = createTicketOffice({ secret: Buffer.alloc(32, 1), clock });
    expect(other.redeem(office.issue('key-2').ticket)).toBe('key-2');
    const late = office.issue('key-3').ticket;
    clock.pass(TICKET_LIFE_MS + 1);
    expect(() => office.redeem(late)).toThrow(/AUTH_TICKET_REFUSED/);
  });

  it('cannot be made or altered without the secret', () => {
    const clock = manualClock();
    const office = createTicketOffice({ secret: Buffer.alloc(32, 1), clock });
    const forged = createTicketOffice({ secret: Buffer.alloc(32, 2), clock }).issue('key-1').ticket;
    const [body, signature] = office.issue('key-1').ticket.split('.');
    const altered = Buffer.from(
      Buffer.from(body ?? '', 'base64url')
        .toString()
        .replace('key-1', 'key-9'),
    ).toString('base64url');
    for (const ticket of [forged, `${altered}.${signature}`, `${body}.`, body ?? '', '', '.', 'a.b.c']) {
      expect(() => office.redeem(ticket)).toThrow(/AUTH_TICKET_REFUSED/);
    }
  });
});

describe('failure limit', () => {
  it('shuts out one address for a minute, in bounded memory', () => {
    const clock = manualClock();
    const limit = createFailureLimit({ perMinute: 3, clock });
    for (let i = 0; i < 3; i++) limit.failed('10.0.0.1');
    expect(limit.blocked('10.0.0.1')).toBe(true);
    expect(limit.blocked('10.0.0.2')).toBe(false);
    clock.pass(60_001);
    expect(limit.blocked('10.0.0.1')).toBe(false);
    for (let i = 0; i < 30_000; i++) limit.failed(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(limit.blocked('10.0.0.1')).toBe(false);
  });
});
