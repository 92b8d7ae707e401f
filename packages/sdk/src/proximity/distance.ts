/**
 * Estimates for tables and simulators. RSSI cannot measure metres indoors: no decision and no text for a person may
 * rest on them.
 */

/** Metres by the log-distance model: 2 is free space, offices have 2.7–3.5. */
export function logDistanceMetres(rssiDbm: number, power1mDbm: number, exponent: number): number {
  return 10 ** ((power1mDbm - rssiDbm) / (10 * exponent));
}

/** What the same model would receive at a distance. */
export function logDistanceRssi(metres: number, power1mDbm: number, exponent: number): number {
  return power1mDbm - 10 * exponent * Math.log10(metres);
}

/** Metres by the curve fitted on phones: q < 1 → q^10, else a·q^k + c (AltBeacon, model-distance-calculations.json). */
export function curveMetres(rssiDbm: number, power1mDbm: number, [a, k, c]: readonly [number, number, number]): number {
  const ratio = rssiDbm / power1mDbm;
  return ratio < 1 ? ratio ** 10 : a * ratio ** k + c;
}

/** Eddystone states its power at 0 m; 41 dB are lost on the first metre (google/eddystone, protocol specification). */
export const FIRST_METRE_LOSS_DB = 41;

/** The power at 1 m that a beacon states, null when it cannot be one (ESPresense#475, #1286: +30, +58). */
export function usablePower(power1mDbm: number): number | null {
  return power1mDbm >= 0 || power1mDbm < -100 ? null : power1mDbm;
}
