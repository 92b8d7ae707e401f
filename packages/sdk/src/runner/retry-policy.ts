import type { SessionFailureKind } from '../protocol/notice.js';
import { backoffMs } from './backoff.js';
import type { RunnerTimings } from './timings.js';

/** What follows a session that failed. `delayMs` null: nothing until the configuration changes. */
export interface NextStep {
  readonly delayMs: number | null;
  /** Whether an operator should know. */
  readonly issue: boolean;
}

/** From which failed attempt in a row an operator is told; short cuts of the line mend themselves. */
const ISSUE_FROM: Readonly<Record<SessionFailureKind, number>> = {
  unreachable: 5,
  protocol: 3,
  'not-stored': 3,
  auth: 1,
  unsupported: 1,
  bug: 1,
};

/** @param attempts failed sessions in a row, this one included */
export function nextStep(kind: SessionFailureKind, attempts: number, timings: RunnerTimings, random: number): NextStep {
  const issue = attempts >= ISSUE_FROM[kind];
  switch (kind) {
    case 'unsupported':
      return { delayMs: null, issue };
    case 'auth':
      return { delayMs: backoffMs(1, timings.authRetryMs, timings.authRetryMs, random), issue };
    case 'bug':
      return { delayMs: backoffMs(attempts, timings.retryBaseMs, timings.bugRetryMaxMs, random), issue };
    case 'unreachable':
    case 'protocol':
    case 'not-stored':
      return { delayMs: backoffMs(attempts, timings.retryBaseMs, timings.retryMaxMs, random), issue };
  }
}
