import { API_VERSION, type Driver } from '@hadir/sdk';
import { UNREADABLE_TABLE } from './adms/server-tables.js';
import { ZK_ERRORS } from './errors.js';

/** Everything in the manifest but the two schemas, which come from `config.ts`. */
export const manifest: Driver['manifest'] = {
  id: 'zkteco',
  name: {
    id: 'Mesin sidik jari ZKTeco dan turunannya (Solution, Fingerspot, eSSL …)',
    en: 'ZKTeco fingerprint terminals and their kin (Solution, Fingerspot, eSSL …)',
  },
  version: '0.1.0',
  apiVersion: API_VERSION,
  entry: './index.js',
  codecs: './codecs.js',
  capabilities: [
    'punch',
    'live',
    'backfill',
    'push',
    'device-info',
    'time-sync',
    'user-sync',
    'operation-log',
    'clear-records',
    'restart',
    'door',
    'discovery',
    'enrol',
    'face',
    'temperature',
  ],
  codeTables: {
    [UNREADABLE_TABLE]: {
      kind: 'operation',
      source: 'Hadir',
      codes: {
        0: {
          text: { id: 'Baris yang tidak terbaca, disimpan apa adanya', en: 'Unreadable row, kept as it is' },
          alert: false,
        },
      },
    },
  },
  permissions: { network: true, listen: true },
  errors: Object.fromEntries(
    Object.entries(ZK_ERRORS).map(([code, { message, remedy }]) => [code, { message, remedy }]),
  ),
};
