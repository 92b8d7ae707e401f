import type { ErrorDetails } from '@hadir/sdk';

/** What goes into a thread and what comes out. */
export interface ThreadCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface ThreadAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly details: ErrorDetails };
}
