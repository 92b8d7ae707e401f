/** One advert as any gateway or radio received it: the single form in which this plugin handles them. */
export interface Heard {
  /** The gateway's own address, lower-case hexadecimal; null when its payload does not say. */
  readonly gateway: string | null;
  /** Lower-case hexadecimal, most significant byte first; null when only the topic says it. */
  readonly mac: string | null;
  /** Null when the gateway does not say. */
  readonly random: boolean | null;
  /** Some gateways filter, so it may have decimals. */
  readonly rssiDbm: number;
  /** Advertising payload, or what the gateway kept of it, rebuilt. Null when the gateway decoded and dropped it. */
  readonly adv: Uint8Array | null;
  /** When the gateway heard it by its own clock, Unix ms; null without a clock. */
  readonly gatewayAtMs: number | null;
}
