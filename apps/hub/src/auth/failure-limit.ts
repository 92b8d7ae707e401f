import type { Clock } from '@hadir/core';

/** Counts wrong keys per address in one-minute windows, in bounded memory. Right keys never count. */
export interface FailureLimit {
  blocked(address: string): boolean;
  failed(address: string): void;
}

const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

export function createFailureLimit(options: { readonly perMinute: number; readonly clock: Clock }): FailureLimit {
  const failures = new Map<string, { since: number; count: number }>();
  const current = (address: string) => {
    const entry = failures.get(address);
    if (entry && options.clock.now() - entry.since < WINDOW_MS) return entry;
    failures.delete(address);
    return undefined;
  };
  return {
    blocked: (address) => (current(address)?.count ?? 0) >= options.perMinute,
    failed(address) {
      const entry = current(address);
      if (entry) {
        entry.count += 1;
        return;
      }
      // The oldest address gives way: an attacker with many addresses must not fill the memory.
      if (failures.size >= MAX_ADDRESSES) failures.delete(failures.keys().next().value ?? '');
      failures.set(address, { since: options.clock.now(), count: 1 });
    },
  };
}
