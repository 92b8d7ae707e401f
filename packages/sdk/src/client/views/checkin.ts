/** An office where people check in, and what it asks of the signal. */
export interface CheckinOfficeView {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly zone: string;
  readonly thresholdDbm: number;
  readonly reviewBandDb: number;
  readonly minFrames: number;
  readonly minDistinctSeconds: number;
  readonly minSpreadMs: number;
  readonly witness: 'off' | 'review' | 'required';
  readonly witnessDbm: number;
  readonly gatewayIds: readonly string[];
  /** How the threshold was found; null when it never was. */
  readonly calibration: Readonly<Record<string, unknown>> | null;
}

/** A beacon of an office. Times are RFC 3339. */
export interface CheckinBeaconView {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly kind: string;
  readonly reference: string | null;
  readonly rotationExponent: number;
  /** Beacon's counter minus Unix time. */
  readonly clockOffsetSeconds: number;
  readonly syncedAt: string;
  readonly revokedAt: string | null;
  readonly lastHeardAt: string | null;
  readonly lastHeardDbm: number | null;
  readonly batteryMillivolts: number | null;
  readonly batteryAt: string | null;
  readonly oldKeyUntil: string | null;
}
