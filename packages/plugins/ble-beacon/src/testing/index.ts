export {
  type AirOptions,
  eidAdvert,
  gattBeacon,
  type SimulatedBeacon,
  type SimulatedFrame,
  type SimulatedGattBeacon,
  simulateWalk,
} from './beacon.js';
export { type SimulatedController, startController } from './h4-controller.js';
export type { PhonesPlan, SimulatedPhone } from './phones-plan.js';
export {
  type HeardIBeacon,
  type SimulatedAbSniffer,
  type SimulatedHm10,
  startAbSniffer,
  startHm10,
} from './serial-scanners.js';
export {
  type AuthenticatorOptions,
  type SoftwareAuthenticator,
  softwareAuthenticator,
} from './software-authenticator.js';
