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
