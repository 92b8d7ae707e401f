import type { DeviceInfo, IssueReport, Reading, TemperatureMode } from '@hadir/sdk';
import type { AdmsQueue } from './server-queue.js';

/** Rows of one table, read, on their way to the journal. */
export interface AdmsUpload {
  readonly readings: readonly Reading[];
  /** The table's stamp to keep when these rows are durable; only given with the last rows of a body. */
  readonly stamp?: { readonly table: string; readonly value: string };
}

/**
 * One adopted terminal, as the listener sees it. Made and owned by the device's session; the listener calls it for
 * requests that passed the terminal's checks, and for nothing else.
 */
export interface AdmsTerminal {
  readonly serialNumber: string;
  /** What must stand before `/iclock/` in the path; null when nothing is asked for. */
  readonly pathSecret: string | null;
  /** What the terminal must state as `pushcommkey` at its handshake; null when nothing is asked for. */
  readonly pushCommKey: string | null;
  /** IANA zone of the place where it stands. */
  readonly zone: string;
  readonly encoding: string;
  /** What a temperature beside a punch is of; null: temperatures are not taken. */
  readonly temperature: TemperatureMode | null;
  readonly queue: AdmsQueue;
  /** Last stamp stored per table. */
  stamps(): Readonly<Record<string, string>>;
  /** Resolves when durable; the terminal is told OK after that and never before. */
  store(upload: AdmsUpload): Promise<void>;
  /** It did a fresh handshake: from now on it keeps the zone it was told. */
  greeted(facts: { readonly access: boolean; readonly pushVersion: string | null }): void;
  traffic(): void;
  info(info: DeviceInfo): void;
  /** Whether it says that it makes face templates from photographs; null when it does not say. */
  takesFacePhotos(yes: boolean | null): void;
  raise(issue: IssueReport): void;
  clear(code: string, subject?: string): void;
}
