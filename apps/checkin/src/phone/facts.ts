import type { PhoneFacts } from '../flow/blockers.js';
import { bluetoothOf } from './bluetooth.js';

/** What is fixed for as long as the page is open. */
export function fixedFacts(): Pick<PhoneFacts, 'secure' | 'webauthn' | 'bluetooth'> {
  return {
    secure: window.isSecureContext,
    webauthn: typeof window.PublicKeyCredential === 'function' && navigator.credentials !== undefined,
    bluetooth: bluetoothOf(navigator) !== null,
  };
}

/** Null when the browser does not tell. */
export async function askBluetooth(): Promise<boolean | null> {
  return (
    (await bluetoothOf(navigator)
      ?.getAvailability?.()
      .catch(() => null)) ?? null
  );
}

/** Null when the browser does not tell. */
export async function askScreenLock(): Promise<boolean | null> {
  if (typeof window.PublicKeyCredential !== 'function') return null;
  return window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => null);
}

export interface HubPulse {
  readonly here: boolean;
  /** Hub's clock minus the phone's, in milliseconds; null when it did not answer. */
  readonly clockAheadMs: number | null;
}

const PULSE_MS = 8_000;

/** Whether the hub answers, and by how much its clock differs. */
export async function feelPulse(): Promise<HubPulse> {
  try {
    const asked = Date.now();
    const answer = await fetch('/livez', { cache: 'no-store', signal: AbortSignal.timeout(PULSE_MS) });
    const answered = Date.now();
    const stated = Date.parse(answer.headers.get('date') ?? '');
    // The header has whole seconds: on the average it lies half a second back.
    const clockAheadMs = Number.isFinite(stated) ? stated + 500 - (asked + answered) / 2 : null;
    return { here: answer.ok, clockAheadMs };
  } catch {
    return { here: false, clockAheadMs: null };
  }
}
