import type { LocalizedText } from '../i18n.js';

/** How a person was recognised. Closed: a new word is a new contract version. */
export const METHODS = [
  'fingerprint',
  'face',
  'palm',
  'vein',
  'iris',
  'card',
  'pin',
  'password',
  'phone',
  'qr',
  'manual',
  'unknown',
] as const;
export type Method = (typeof METHODS)[number];

/** Words for each method, for sentences. */
export const METHOD_TEXTS: Readonly<Record<Method, LocalizedText>> = Object.freeze({
  fingerprint: { id: 'sidik jari', en: 'fingerprint' },
  face: { id: 'wajah', en: 'face' },
  palm: { id: 'telapak tangan', en: 'palm' },
  vein: { id: 'pembuluh darah', en: 'vein' },
  iris: { id: 'iris', en: 'iris' },
  card: { id: 'kartu', en: 'card' },
  pin: { id: 'PIN', en: 'PIN' },
  password: { id: 'kata sandi', en: 'password' },
  phone: { id: 'ponsel', en: 'phone' },
  qr: { id: 'kode QR', en: 'QR code' },
  manual: { id: 'manual', en: 'manual' },
  unknown: { id: 'tidak dikenal', en: 'unknown' },
});
