import Type from 'typebox';

/** Names of fields for people; the console shows the one in the reader's language. */
export function label(id: string, en: string) {
  return { 'x-label': { id, en } };
}

/** How a terminal is reached and what everybody may ask of it. Each vendor adds its own. */
export const terminalFields = {
  host: Type.String({
    minLength: 1,
    maxLength: 253,
    pattern: '^[0-9A-Za-z._:-]+$',
    description: 'IP address or host name of the terminal.',
    ...label('Alamat IP mesin', 'Address'),
  }),
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65535,
      description: 'Default 80, with https 443.',
      ...label('Port', 'Port'),
    }),
  ),
  https: Type.Optional(
    Type.Boolean({
      description: 'Speaks HTTPS. Needs certificateSha256 when the certificate is not signed by a known authority.',
      ...label('HTTPS', 'HTTPS'),
    }),
  ),
  certificateSha256: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f:]{64,95}$',
      description: 'Fingerprint of the certificate that the terminal made for itself.',
      ...label('Sidik sertifikat (SHA-256)', 'Certificate fingerprint (SHA-256)'),
    }),
  ),
  username: Type.String({ minLength: 1, maxLength: 64, ...label('Nama pengguna', 'User name') }),
  password: Type.String({
    minLength: 1,
    maxLength: 128,
    'x-secret': true,
    ...label('Kata sandi', 'Password'),
  }),
  serialNumber: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Za-z][0-9A-Za-z._-]{2,63}$',
      description: 'When given, a terminal with another serial number is not read. Needed when the terminal pushes.',
      ...label('Nomor seri', 'Serial number'),
    }),
  ),
  historyDays: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 3660,
      description: 'How many days back its log is read the first time; default 90.',
      ...label('Riwayat awal (hari)', 'History at first (days)'),
    }),
  ),
  pollIntervalSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 86400,
      description: 'How often its log is asked for what did not arrive by itself; default 300.',
      ...label('Jeda baca (detik)', 'Reading interval (seconds)'),
    }),
  ),
  fullRereadHours: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 720,
      description: 'How often the log of the last 31 days is compared again; default 24.',
      ...label('Baca ulang penuh (jam)', 'Full re-read (hours)'),
    }),
  ),
  clockToleranceSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 86400,
      description: 'Clock error from which an issue is raised; default 60.',
      ...label('Toleransi jam (detik)', 'Clock tolerance (seconds)'),
    }),
  ),
  idleSeconds: Type.Optional(
    Type.Integer({
      minimum: 5,
      maximum: 3600,
      description: 'Silence after which the open line counts as dead; default 90.',
      ...label('Batas diam (detik)', 'Silence limit (seconds)'),
    }),
  ),
} as const;
