/** A USB HID device as the protocol needs it. Injected, so that the protocol is proven on recorded reports. */
export interface HidTransport {
  /** @param report without the report number */
  write(report: Uint8Array): Promise<void>;
  /** One input report, null when none came in time. */
  read(timeoutMs: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Opens the probe with this serial number, else the first one. @throws THERMO_LIBRARY_MISSING, THERMO_HID_MISSING, … */
export type OpenHid = (serialNumber: string | null) => Promise<HidTransport>;
