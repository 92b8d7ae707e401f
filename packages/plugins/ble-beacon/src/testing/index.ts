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
