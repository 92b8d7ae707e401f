import type { CommandContext, CommandOutcome, DeviceCommand } from '@hadir/sdk';

/**
 * One way of talking to a terminal. A device has one or two of them; together they are its session.
 * Phases as in the driver contract; errors are coded and not yet sorted into kinds.
 */
export interface Part {
  /** Reads what the terminal stored, from the cursor on. */
  backfill?(signal: AbortSignal): Promise<void>;
  /** Stays until the signal aborts. */
  stream?(signal: AbortSignal): Promise<void>;
  /** Without a `stream`: pause between two `backfill`s. */
  readonly pollEveryMs?: number;
  command(command: DeviceCommand, context: CommandContext): Promise<CommandOutcome>;
  close(): Promise<void>;
}

export function unsupported(reason: string): CommandOutcome {
  return { status: 'unsupported', reason };
}
