import type { Clock, Logger } from '@hadir/sdk';
import type { AdmsDirectory } from './server-directory.js';
import type { admsGate } from './server-gate.js';
import type { AdmsLimits } from './server-limits.js';

/** What every route of the listener has at hand. */
export interface RouteContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: AdmsLimits;
  readonly directory: AdmsDirectory;
  readonly gate: ReturnType<typeof admsGate>;
  readonly pollSeconds: number;
  readonly retrySeconds: number;
}
