import { API_VERSION, type Driver } from '@hadir/sdk';
import { FACE_ERRORS } from './errors.js';

/** Everything in the manifest but the two schemas, which come from `config.ts`. */
export const manifest: Driver['manifest'] = {
  id: 'face-camera',
  name: {
    id: 'Kamera dan terminal wajah (kamera IP, Hikvision, Dahua)',
    en: 'Face cameras and terminals (IP cameras, Hikvision, Dahua)',
  },
  version: '0.1.0',
  apiVersion: API_VERSION,
  entry: './index.js',
  codecs: './codecs.js',
  // Of all kinds together; a device says of each order whether it can.
  capabilities: [
    'face',
    'punch',
    'live',
    'backfill',
    'push',
    'device-info',
    'time-sync',
    'user-sync',
    'operation-log',
    'restart',
    'door',
    'temperature',
  ],
  permissions: {
    network: true,
    listen: true,
    // onnxruntime, sharp and usearch.
    addons: true,
    workers: true,
    programs: ['ffmpeg'],
    // Converted models.
    storage: true,
  },
  errors: Object.fromEntries(
    Object.entries(FACE_ERRORS).map(([code, { message, remedy }]) => [code, { message, remedy }]),
  ),
};
