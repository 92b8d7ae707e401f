import type { Assurance } from '../event/attendance-event.js';
import type { Method } from '../vocabulary/method.js';

/** What each method proves alone. `pin` is the number typed to say who one is: a word, though a weak one. */
const PROOF: Readonly<Record<Method, Assurance>> = Object.freeze({
  fingerprint: 'biometric',
  face: 'biometric',
  palm: 'biometric',
  vein: 'biometric',
  iris: 'biometric',
  card: 'possession',
  phone: 'possession',
  qr: 'possession',
  pin: 'knowledge',
  password: 'knowledge',
  manual: 'statement',
  unknown: 'unknown',
});

const STRENGTH: readonly Assurance[] = ['unknown', 'statement', 'knowledge', 'possession', 'biometric', 'multi-factor'];

/**
 * The strength of all methods used together. Two factors must be of different kinds (a finger and a card); a finger and
 * a face are one kind. A `pin` beside another method only narrows the search and adds no factor.
 */
export function assuranceOf(methods: readonly Method[]): Assurance {
  const [only] = methods;
  if (methods.length === 1 && only !== undefined) return PROOF[only];
  const kinds = new Set(methods.filter((m) => m !== 'pin').map((m) => PROOF[m]));
  kinds.delete('unknown');
  const proven = [...kinds].filter((k) => k !== 'statement');
  if (proven.length > 1) return 'multi-factor';
  const strongest = [...kinds].sort((a, b) => STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0];
  return strongest ?? (methods.includes('pin') ? 'knowledge' : 'unknown');
}
