import { defineDriver } from '@hadir/sdk';
import { DeviceConfig, PluginSettings } from './config.js';
import { probeDevice } from './driver/probe.js';
import { openDevice } from './driver/session.js';
import { startShared } from './driver/shared.js';
import { manifest } from './manifest.js';

/** Bluetooth beacons heard by gateways, routers, serial scanners and radios. */
export const driver = defineDriver({
  manifest,
  config: DeviceConfig,
  settings: PluginSettings,
  start: (_context, settings) => startShared(settings),
  probe: probeDevice,
  open: openDevice,
});
