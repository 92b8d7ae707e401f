import { defineDriver } from '@hadir/sdk';
import { DeviceConfig, PluginSettings } from './config.js';
import { probeDevice } from './driver/probe.js';
import { openDevice } from './driver/session.js';
import { startShared } from './driver/shared.js';
import { manifest } from './manifest.js';

/** ZKTeco terminals and their kin: port 4370 over TCP and UDP, push over ADMS, and the SOAP service of older ones. */
export const driver = defineDriver({
  manifest,
  config: DeviceConfig,
  settings: PluginSettings,
  start: startShared,
  probe: probeDevice,
  open: openDevice,
});
