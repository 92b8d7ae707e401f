/** What every kind of test server gives. */
export interface RawServer {
  url(database: string): string;
  /** Kills it with -9; it comes back at the same address. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}
