import type { DateRange } from '../time/date-range.js';

/** A place where people check in: a door, a hall, a yard for the morning assembly. Devices stand at it. */
export interface Station {
  readonly id: string;
  readonly name: string;
  readonly unitId: string;
  /** IANA zone of the place. */
  readonly zone: string;
}

/** A device as the organisation sees it. How it is reached is the driver's configuration and no part of it. */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly pluginId: string;
  readonly serialNumber: string | null;
}

/** Where a device stands from one day to another. */
export interface DevicePosting extends DateRange {
  readonly deviceId: string;
  readonly stationId: string;
}
