/**
 * What a driver can do for a device. Closed and versioned with the contract (`API_VERSION`): hub and console rely on
 * these words, so a driver cannot invent one. Each has a conformance test in `@hadir/sdk/testing`.
 */
export const CAPABILITIES = [
  'punch', // emits punch readings
  'live', // tells punches as they happen
  'backfill', // reads the device's stored log, resuming from a cursor
  'push', // the device calls us; the driver listens
  'device-info', // reports model, firmware, serial number, counts
  'time-sync', // reads and sets the device clock
  'user-sync', // reads, writes and removes device users
  'operation-log', // emits operation readings (tamper, logs deleted…)
  'clear-records', // can erase the device's log when an operator orders it by name
  'restart',
  'door',
  'discovery', // finds devices on the network
  'enrol', // starts an enrolment at the device
  'face',
  'proximity',
  'temperature',
] as const;
export type Capability = (typeof CAPABILITIES)[number];
