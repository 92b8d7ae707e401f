import { backoffMs } from '../runner/backoff.js';
import type { HostTimings } from './timings.js';

/** How a plugin's process behaved lately. */
export interface ExitHistory {
  /** Times of the exits that count for quarantine, in ms. */
  readonly exits: readonly number[];
  /** Exits in a row without a calm time between. */
  readonly inARow: number;
  readonly quarantined: boolean;
}

export const NO_EXITS: ExitHistory = Object.freeze({ exits: [], inARow: 0, quarantined: false });

/**
 * What follows an exit nobody asked for, whatever its code or signal. Quarantine never gives up: one try every
 * `halfOpenMs`; a try that lasts `calmMs` ends it, a shorter one leads back to it.
 */
export function afterExit(
  history: ExitHistory,
  exit: { readonly atMs: number; readonly livedMs: number; readonly countsForQuarantine: boolean },
  timings: HostTimings,
  random: number,
): { readonly history: ExitHistory; readonly delayMs: number } {
  const before = exit.livedMs >= timings.calmMs ? NO_EXITS : history;
  const recent = before.exits.filter((at) => exit.atMs - at < timings.quarantineWindowMs);
  const exits = exit.countsForQuarantine ? [...recent, exit.atMs].slice(-timings.quarantineExits) : recent;
  const quarantined = before.quarantined || exits.length >= timings.quarantineExits;
  const inARow = before.inARow + 1;
  const delayMs = quarantined
    ? timings.halfOpenMs
    : backoffMs(inARow, timings.restartBaseMs, timings.restartMaxMs, random);
  return { history: { exits, inARow, quarantined }, delayMs };
}
