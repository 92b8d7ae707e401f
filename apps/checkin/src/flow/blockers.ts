/** What the phone and the line can do now; null where it is not known. */
export interface PhoneFacts {
  readonly secure: boolean;
  readonly webauthn: boolean;
  readonly bluetooth: boolean;
  readonly screenLock: boolean | null;
  readonly bluetoothOn: boolean | null;
  readonly online: boolean;
  readonly hubHere: boolean | null;
  readonly enrolled: boolean;
}

export type Blocker =
  | 'insecure'
  | 'no-webauthn'
  | 'no-bluetooth-api'
  | 'no-screen-lock'
  | 'not-enrolled'
  | 'offline'
  | 'hub-away'
  | 'bluetooth-off';

/** What hopelessly lacks in this browser. */
export function lackOf(facts: Pick<PhoneFacts, 'secure' | 'webauthn' | 'bluetooth'>): Blocker | null {
  if (!facts.secure) return 'insecure';
  if (!facts.webauthn) return 'no-webauthn';
  return facts.bluetooth ? null : 'no-bluetooth-api';
}

/** Why the button is grey: the first thing to mend. Null when nothing is known to stand in the way. */
export function blockerOf(facts: PhoneFacts): Blocker | null {
  const lack = lackOf(facts);
  if (lack) return lack;
  if (facts.screenLock === false) return 'no-screen-lock';
  if (!facts.enrolled) return 'not-enrolled';
  if (!facts.online) return 'offline';
  if (facts.hubHere === false) return 'hub-away';
  return facts.bluetoothOn === false ? 'bluetooth-off' : null;
}
