/**
 * Keys of PostgreSQL advisory locks. First number: "HADI" in ASCII; second: which lock.
 * One table, so that no two parts take the same lock for different things.
 */
export const ADVISORY_LOCKS = {
  /** Laying out the schema. */
  migrate: [0x48414449, 1],
  /** Giving events their place in the change feed, until commit: the order of places is the order of commits. */
  feed: [0x48414449, 2],
  /** Re-queueing open batches: one hub at a time. */
  sweep: [0x48414449, 3],
  /** Making the first administrator key: one process at a time. */
  firstKey: [0x48414449, 4],
  /** Held by the hub that runs the plugins, for as long as it runs them. */
  devices: [0x48414449, 5],
} as const satisfies Record<string, readonly [number, number]>;
