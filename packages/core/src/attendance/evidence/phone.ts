/** What a phone sends along with a check-in, already verified for its signature. */
export interface PhoneCheckIn {
  /** Whose phone it is: bound to the person, to somebody else, or to nobody. */
  readonly boundTo: 'self' | 'other' | 'none';
  readonly beacon: {
    readonly heard: boolean;
    /** Whether the rotating token was the right one at the time of capture. */
    readonly tokenValid: boolean;
    readonly tokenAgeSeconds: number | null;
  };
  readonly mockLocation: boolean;
  /** The phone's own finger or face check. */
  readonly biometricOk: boolean;
  /** How long the check-in waited on the phone for a signal. */
  readonly queuedSeconds: number;
  /** Work from anywhere is approved for this person and day. */
  readonly wfaApproved: boolean;
  /** How many people sent exactly these coordinates on this day, this one included. */
  readonly sameCoordinatePersons: number;
}

export interface PhonePolicy {
  readonly tokenMaxAgeSeconds: number;
  /** A check-in that waited longer needs an officer. */
  readonly queueMaxSeconds: number;
  /** So many people at exactly the same coordinates look like one person with many phones. */
  readonly sameCoordinateLimit: number;
}

/** Five people at one point is what Cirebon found in 2026; the times are Hadir's. */
export const DEFAULT_PHONE_POLICY: PhonePolicy = Object.freeze({
  tokenMaxAgeSeconds: 120,
  queueMaxSeconds: 86_400,
  sameCoordinateLimit: 5,
});

export type PhoneDecision = 'ACCEPT' | 'REVIEW' | 'REJECT';

export const PHONE_REASONS = {
  OTHER_PHONE: 'REJECT',
  UNBOUND_PHONE: 'REJECT',
  NO_BIOMETRIC: 'REJECT',
  NO_BEACON: 'REJECT',
  TOKEN_EXPIRED: 'REJECT',
  MOCK_LOCATION: 'REVIEW',
  SAME_COORDINATES: 'REVIEW',
  QUEUED_TOO_LONG: 'REVIEW',
  WFA: 'ACCEPT',
  QUEUED: 'ACCEPT',
} as const satisfies Record<string, PhoneDecision>;
export type PhoneReason = keyof typeof PHONE_REASONS;

/**
 * Whether a check-in by phone counts, and why. The beacon only proves the place; the bound phone and its biometric check
 * stand for the person. The gravest reason decides; all are named.
 */
export function decidePhone(
  checkIn: PhoneCheckIn,
  policy: PhonePolicy = DEFAULT_PHONE_POLICY,
): { readonly decision: PhoneDecision; readonly reasons: readonly PhoneReason[] } {
  const reasons: PhoneReason[] = [];
  if (checkIn.boundTo === 'other') reasons.push('OTHER_PHONE');
  if (checkIn.boundTo === 'none') reasons.push('UNBOUND_PHONE');
  if (!checkIn.biometricOk) reasons.push('NO_BIOMETRIC');

  const { heard, tokenValid, tokenAgeSeconds } = checkIn.beacon;
  const isFresh = heard && tokenValid && (tokenAgeSeconds ?? 0) <= policy.tokenMaxAgeSeconds;
  if (!isFresh && checkIn.wfaApproved) reasons.push('WFA');
  else if (!heard) reasons.push('NO_BEACON');
  else if (!isFresh) reasons.push('TOKEN_EXPIRED');

  if (checkIn.mockLocation) reasons.push('MOCK_LOCATION');
  if (checkIn.sameCoordinatePersons >= policy.sameCoordinateLimit) reasons.push('SAME_COORDINATES');
  if (checkIn.queuedSeconds > policy.queueMaxSeconds) reasons.push('QUEUED_TOO_LONG');
  else if (checkIn.queuedSeconds > 0) reasons.push('QUEUED');

  const gravest = (['REJECT', 'REVIEW'] as const).find((decision) =>
    reasons.some((r) => PHONE_REASONS[r] === decision),
  );
  const decision = gravest ?? 'ACCEPT';
  return { decision, reasons: reasons.filter((reason) => PHONE_REASONS[reason] === decision) };
}
