import type { DeviceContext, WallTime } from '@hadir/sdk';
import type { AdmsTerminal } from '../adms/server-terminal.js';

/** What was uploaded since the session opened, for those who wait for it. */
export interface UploadCounts {
  readonly punches: number;
  /** Of them, those the journal did not know. */
  readonly appended: number;
  readonly users: number;
  readonly lastAtMs: number;
}

/** What the other files of this part see of it. */
export interface AdmsLink {
  readonly context: DeviceContext;
  readonly terminal: AdmsTerminal;
  readonly counts: () => UploadCounts;
  readonly isAccess: () => boolean;
  /** Punches stored from now on whose time lies in the window. @returns how many, and ends the counting */
  countWindow(from: WallTime, to: WallTime): { readonly stored: () => number; end(): void };
  /** Whether a row about that user came from now on; ends with `end`. */
  watchUser(deviceUserId: string): { readonly isSeen: () => boolean; end(): void };
  /** Whether it makes face templates from photographs; null when it did not say. */
  readonly takesFacePhotos: () => boolean | null;
  /** Resolves at the next handshake. */
  greeting(signal: AbortSignal): Promise<void>;
  /** Makes the next handshake ask for the whole log. */
  forgetStamps(): void;
}
