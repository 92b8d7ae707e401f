/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly found: string;
  /** Null when nothing needs doing. */
  readonly remedy: string | null;
}

export const fine = (what: string, found: string): Finding => ({ what, state: 'ok', found, remedy: null });
export const warning = (what: string, found: string, remedy: string): Finding => ({
  what,
  state: 'warning',
  found,
  remedy,
});
export const fault = (what: string, found: string, remedy: string): Finding => ({
  what,
  state: 'fault',
  found,
  remedy,
});
