export { PLUGIN_ERRORS, pluginError } from '../plugin-errors.js';
export { DEFAULT_RUNNER_TIMINGS, type RunnerTimings } from '../runner/timings.js';
export { fillDefaults } from './config-schema.js';
export type {
  DeviceOrder,
  HostDevice,
  HostStatus,
  PluginEntry,
  PluginHost,
  PluginHostOptions,
  PluginSource,
  StatusChange,
} from './contract.js';
export type { DeviceStatus } from './device-status.js';
export { type JsonlSink, jsonlSink, SINK_ERRORS } from './jsonl-sink.js';
export { type LoadedPlugin, loadPlugin } from './load-plugin.js';
export { createPluginHost } from './plugin-host.js';
export { PLUGIN_STATES, type PluginExit, type PluginState, type PluginStatus } from './plugin-status.js';
export { type RunDriverOptions, type RunningDriver, runDriver } from './run-driver.js';
export type { HostEvents, ReadingSink } from './sink.js';
export { systemClock } from './system-clock.js';
export { DEFAULT_LIMITS, DEFAULT_TIMINGS, type HostLimits, type HostTimings } from './timings.js';
