/** One simulated phone, enrolled already. */
export interface SimulatedPhone {
  readonly name: string;
  /** base64url */
  readonly credentialId: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** `far` stands where an officer must look, or further; `replays` sends what was recorded an hour ago. */
  readonly behaviour: 'honest' | 'far' | 'replays';
  /** Pause between two check-ins. */
  readonly everyMs: number;
}

/** What simulated phones do, as the process of `testing/phones.js` reads it. */
export interface PhonesPlan {
  readonly baseUrl: string;
  readonly language: 'id' | 'en';
  readonly rpId: string;
  readonly origin: string;
  readonly siteId: string;
  /** EID key of the office's beacon, 32 hexadecimal digits. */
  readonly beaconKey: string;
  readonly phones: readonly SimulatedPhone[];
}
