import type { Instant, PluginSession } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';

/** A line that a session holds, or is opening: when it was last heard. */
export interface LiveLine {
  heardAt: Instant | null;
  ended: boolean;
}

/**
 * The lines that sessions of this process hold. A serial port, a USB probe and a Bluetooth gun can be held once only, so
 * a test of a thermometer in service asks here instead of at the door that we ourselves keep shut.
 */
export interface ThermoShared extends PluginSession {
  hold(config: DeviceConfig): { readonly line: LiveLine; release(): void };
  find(config: DeviceConfig): LiveLine | null;
}

export function thermoShared(): ThermoShared {
  const live = new Map<string, LiveLine>();
  return {
    hold(config) {
      const name = nameOf(config);
      const line: LiveLine = { heardAt: null, ended: false };
      live.set(name, line);
      return {
        line,
        release: () => {
          line.ended = true;
          if (live.get(name) === line) live.delete(name);
        },
      };
    },
    find: (config) => live.get(nameOf(config)) ?? null,
    close: async () => live.clear(),
  };
}

/** Equal for configurations that mean the same hardware, whatever is to be read from it. */
function nameOf({ connection, serial, modbus, ble, hid }: DeviceConfig): string {
  const port = serial ?? modbus;
  const { path, usbSerialNumber } = port ?? {};
  const where = { connection, path, usbSerialNumber, host: modbus?.host, port: modbus?.port };
  return JSON.stringify({ ...where, address: ble?.address, serialNumber: hid?.serialNumber });
}
