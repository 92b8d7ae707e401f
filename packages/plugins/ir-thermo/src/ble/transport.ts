/** A connected Bluetooth device. */
export interface GattLink {
  readonly name: string | null;
  /** Confirms indications itself, as every Bluetooth stack does. */
  subscribe(service: string, characteristic: string, onValue: (bytes: Uint8Array) => void): Promise<void>;
  /** Rejects when the device goes away; never resolves. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

/**
 * Connects to one device; resolves when it is near and switched on, which for a thermogun may take until somebody uses it.
 * @throws THERMO_LIBRARY_MISSING, THERMO_NOT_REACHABLE
 */
export type ConnectGatt = (address: string, signal: AbortSignal) => Promise<GattLink>;
