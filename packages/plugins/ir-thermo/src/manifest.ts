import { API_VERSION, type Driver } from '@hadir/sdk';
import { THERMO_ERRORS } from './errors.js';

/** Everything in the manifest but the two schemas, which come from `config.ts`. */
export const manifest: Driver['manifest'] = {
  id: 'ir-thermo',
  name: {
    id: 'Termometer (inframerah, USB, Bluetooth, Modbus, kiosk MQTT, entri petugas)',
    en: 'Thermometers (infrared, USB, Bluetooth, Modbus, MQTT kiosks, entry by an officer)',
  },
  version: '0.1.0',
  apiVersion: API_VERSION,
  entry: './index.js',
  codecs: './codecs.js',
  capabilities: ['temperature', 'live', 'device-info'],
  permissions: {
    network: true,
    serial: true,
    usb: true,
    bluetooth: true,
    addons: true,
    // serialport asks udev which ports there are.
    programs: ['udevadm'],
  },
  errors: Object.fromEntries(
    Object.entries(THERMO_ERRORS).map(([code, { message, remedy }]) => [code, { message, remedy }]),
  ),
};
