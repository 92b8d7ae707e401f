import type { DeviceSession } from '../driver/driver.js';
import type { SessionFailure } from './failure.js';

/** An open session as orders to the device see it. */
export interface LiveSession {
  readonly session: DeviceSession;
  /** Aborts when the session is being left, for whatever reason. */
  readonly leaving: AbortSignal;
  /** Ends the session as failed. */
  fail(failure: SessionFailure): void;
}
