import { createHash, timingSafeEqual } from 'node:crypto';
import type { AdmsRequest } from './server-request.js';
import type { AdmsTerminal } from './server-terminal.js';

/** - `greet-first`: the key is only told at the handshake, so the terminal must do one before it is believed. */
export type Admission = 'admitted' | 'path-secret' | 'comm-key' | 'greet-first';

const MAX_ADDRESSES = 16;

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Decides whether a request that names a terminal's serial number really comes from it. The number is printed on the
 * box, so a terminal may also be asked for a secret in its path and for its `pushcommkey`.
 */
export function admsGate() {
  const greeted = new WeakMap<AdmsTerminal, Set<string>>();
  return {
    admit(terminal: AdmsTerminal, request: AdmsRequest): Admission {
      if (terminal.pathSecret !== null && !equal(terminal.pathSecret, request.pathSecret ?? '')) return 'path-secret';
      if (terminal.pushCommKey === null) return 'admitted';
      const stated = request.query.get('pushcommkey');
      const addresses = greeted.get(terminal) ?? new Set<string>();
      if (stated === null) return addresses.has(request.address) ? 'admitted' : 'greet-first';
      if (!equal(terminal.pushCommKey, stated)) return 'comm-key';
      if (addresses.size >= MAX_ADDRESSES) addresses.clear();
      addresses.add(request.address);
      greeted.set(terminal, addresses);
      return 'admitted';
    },
  };
}
