import { API_VERSION, type Driver } from '@hadir/sdk';
import { BLE_ERRORS } from './errors.js';

/** Everything in the manifest but the two schemas, which come from `config.ts`. */
export const manifest: Driver['manifest'] = {
  id: 'ble-beacon',
  name: { id: 'Suar Bluetooth dan gerbangnya', en: 'Bluetooth beacons and their gateways' },
  version: '0.1.0',
  apiVersion: API_VERSION,
  entry: './index.js',
  codecs: './codecs.js',
  capabilities: ['proximity', 'live', 'push'],
  permissions: { network: true, listen: true, serial: true, bluetooth: true, addons: true },
  errors: Object.fromEntries(
    Object.entries(BLE_ERRORS).map(([code, { message, remedy }]) => [code, { message, remedy }]),
  ),
};
