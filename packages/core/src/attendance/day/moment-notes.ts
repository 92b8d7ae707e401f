import type { Moment } from './arrival-departure.js';
import { type Draft, say } from './draft.js';

/** Flags and reasons that a used scan or manual entry brings. @param shared date of the neighbouring shift that uses it too. */
export function noteMoment(draft: Draft, session: 'in' | 'out', moment: Moment | null, shared: string | null): void {
  if (moment === null) return;
  const { at, scan, manual } = moment;
  const isIn = session === 'in';
  if (manual !== null) {
    draft.flags.push(isIn ? 'MANUAL_IN' : 'MANUAL_OUT');
    say(draft, isIn ? 'MANUAL_IN' : 'MANUAL_OUT', { at, reason: manual.reason });
    return;
  }
  say(draft, isIn ? 'IN' : 'OUT', { at, device: scan?.deviceId ?? '' });
  if (scan?.otherUnit === true) {
    draft.flags.push('OTHER_UNIT_DEVICE');
    say(draft, 'OTHER_UNIT', { at });
  }
  if (shared !== null) {
    draft.flags.push('SHARED_PUNCH');
    say(draft, 'SHARED', { at, date: shared });
  }
}
