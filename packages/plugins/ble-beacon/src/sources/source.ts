import type { Heard } from '../gateways/heard.js';

/** What a source tells while it runs. */
export interface SourceListener {
  heard(heard: Heard): void;
  /** Anything at all came: the source lives. */
  alive(): void;
  /** Something that could not be read; counted, never fatal. */
  unreadable(error: unknown): void;
}

/** Where adverts come from, for one listening post. Opened already. */
export interface Source {
  /** Rejects when the line breaks; resolves when the signal aborts. */
  run(listener: SourceListener, signal: AbortSignal): Promise<void>;
  /** Idempotent; never throws. */
  close(): Promise<void>;
}
