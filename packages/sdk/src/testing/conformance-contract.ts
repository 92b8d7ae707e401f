/** How the suite reaches a device that the driver can serve; usually a simulator started by the test. */
export interface ConformanceOptions {
  /** Configuration of a device that answers; a function is asked again before every check. */
  readonly config: Config | (() => Config | Promise<Config>);
  /** Configuration of a device that is not there. Left out: a driver whose devices call in has none. */
  readonly unreachable?: Config;
  readonly settings?: Config;
  readonly zone?: string;
  /** Keys of all readings that the device holds; without it, a clean run says which. */
  readonly expectedKeys?: () => readonly string[];
  /** Time for one check to see what it waits for. */
  readonly patienceMs?: number;
}
export type Config = Readonly<Record<string, unknown>>;

/** One promise of the contract. `run` rejects with TEST_CONFORMANCE when the driver does not keep it. */
export interface ConformanceCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}
