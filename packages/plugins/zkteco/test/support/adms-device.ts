import type { AdmsServer } from '../../src/adms/server.js';
import type { DeviceConfig } from '../../src/config.js';
import { admsPart } from '../../src/driver/adms-part.js';
import { cursorBook } from '../../src/driver/cursor-book.js';
import { deviceSettings } from '../../src/driver/device-settings.js';
import type { memoryHost } from './context.js';

/** Attaches one configured push terminal to a listener, as the driver does when its session opens. */
export function openAdmsDevice(server: AdmsServer, host: ReturnType<typeof memoryHost>, config: object) {
  const settings = deviceSettings(config as DeviceConfig);
  if (settings.push === null) throw new Error('the configuration does not push');
  return admsPart(host.context, settings, settings.push, server, cursorBook(host.state.cursor));
}
