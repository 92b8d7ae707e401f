export { type Config, type ConformanceCheck, type ConformanceOptions, conformance } from './conformance.js';
export { TESTING_ERRORS } from './errors.js';
export type { Faults } from './faults.js';
export { type ManualClock, manualClock } from './manual-clock.js';
export { type MemorySink, type MemorySinkOptions, memorySink } from './memory-sink.js';
export { seededRandom } from './random.js';
export { type FaultProxy, type FaultProxyTarget, tcpFaultProxy } from './tcp-fault-proxy.js';
export { udpFaultProxy } from './udp-fault-proxy.js';
export { until } from './until.js';
