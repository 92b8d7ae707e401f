/** An instant as RFC 3339 text in UTC. */
export type Time = string;
/** Facts whose names and kinds depend on the driver. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** `YYYY-MM-DD`. */
export type Day = string;

/** An error with its texts in the language asked for. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
