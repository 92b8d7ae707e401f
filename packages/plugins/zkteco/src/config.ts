import { TEMPERATURE_MODES } from '@hadir/sdk';
import Type, { type Static } from 'typebox';
import { TEXT_ENCODINGS } from './wire/text.js';

/** Names of fields for people; the console shows the one in the reader's language. */
function label(id: string, en: string) {
  return { 'x-label': { id, en } };
}

const Host = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[0-9A-Za-z._:-]+$',
  description: 'IP address or host name of the terminal.',
  ...label('Alamat IP mesin', 'Address'),
});
const Port = Type.Integer({
  minimum: 1,
  maximum: 65535,
  description: 'Default 4370 for tcp and udp, 80 for soap.',
  ...label('Port', 'Port'),
});
const SerialNumber = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z._-]{2,39}$',
  description:
    'Needed for adms and for alsoPush. When given for the others, a terminal with another serial number is not read.',
  ...label('Nomor seri', 'Serial number'),
});

/** Configuration of one terminal. */
export const DeviceConfig = Type.Object(
  {
    transport: Type.Enum(['tcp', 'udp', 'adms', 'soap'], {
      description:
        'tcp or udp: Hadir reads port 4370. adms: the terminal calls Hadir. soap: the web service of older terminals such as Solution X100-C.',
      ...label('Cara sambung', 'Connection'),
    }),
    host: Type.Optional(Host),
    port: Type.Optional(Port),
    commKey: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 4294967295,
        description: 'Comm Key as set on the terminal; leave out when it has none.',
        'x-secret': true,
        ...label('Comm Key', 'Comm Key'),
      }),
    ),
    serialNumber: Type.Optional(SerialNumber),
    encoding: Type.Optional(
      Type.Enum(TEXT_ENCODINGS, {
        description: 'How names are written on the terminal; default utf-8.',
        ...label('Pengodean huruf', 'Text encoding'),
      }),
    ),
    recordSize: Type.Optional(
      Type.Integer({
        minimum: 8,
        maximum: 256,
        description: 'Bytes of one attendance record, only for a terminal on which Hadir cannot tell by itself.',
        ...label('Ukuran rekaman (byte)', 'Record size (bytes)'),
      }),
    ),
    disableWhileReading: Type.Optional(
      Type.Boolean({
        description: 'Locks the keypad and sensor while the log is read. Slow terminals then keep people waiting.',
        ...label('Kunci mesin saat dibaca', 'Lock while reading'),
      }),
    ),
    pollIntervalSeconds: Type.Optional(
      Type.Integer({
        minimum: 5,
        maximum: 86400,
        description: 'How often the log is read for what live events missed; default 60, for soap 300.',
        ...label('Jeda baca (detik)', 'Reading interval (seconds)'),
      }),
    ),
    liveEvents: Type.Optional(
      Type.Boolean({
        description: 'Keeps the line open so that punches arrive at once; default true. Only tcp and udp.',
        ...label('Kejadian langsung', 'Live events'),
      }),
    ),
    fullRereadHours: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 720,
        description: 'How often the whole log is compared again; default 24.',
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
    temperature: Type.Optional(
      Type.Boolean({
        description:
          'ADMS only: takes the temperature that a visible-light terminal measures. Health data: off unless the site has a legal basis.',
        ...label('Ambil suhu', 'Take temperature'),
      }),
    ),
    temperatureMode: Type.Optional(
      Type.Enum([...TEMPERATURE_MODES], {
        description: 'What it is the temperature of; default unknown, which is never compared with a threshold.',
        ...label('Jenis suhu', 'Kind of temperature'),
      }),
    ),
    alsoPush: Type.Optional(
      Type.Boolean({
        description: 'The terminal is read by tcp, udp or soap and also calls Hadir by ADMS. Each punch counts once.',
        ...label('Juga menerima ADMS', 'Also accept ADMS'),
      }),
    ),
    pathSecret: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z_-]{8,128}$',
        description: 'ADMS only: the terminal must call http://hub:port/<secret>/iclock/… instead of /iclock/….',
        'x-secret': true,
        ...label('Rahasia alamat ADMS', 'ADMS path secret'),
      }),
    ),
    pushCommKey: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'ADMS only: the pushcommkey that the terminal must state.',
        'x-secret': true,
        ...label('Kunci ADMS', 'ADMS key'),
      }),
    ),
  },
  { additionalProperties: false },
);
export type DeviceConfig = Static<typeof DeviceConfig>;

/** Settings of the plugin as a whole. */
export const PluginSettings = Type.Object(
  {
    listen: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean(label('Aktif', 'On'))),
          host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, ...label('Alamat', 'Address') })),
          port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65535, ...label('Port', 'Port') })),
        },
        {
          additionalProperties: false,
          description: 'Where push terminals call; default 0.0.0.0:8081.',
          ...label('Penerima ADMS', 'ADMS listener'),
        },
      ),
    ),
    maxBodyMiB: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1024,
        description: 'Longest upload of a terminal that is read to its end; default 64. Memory does not grow with it.',
        ...label('Batas kiriman ADMS (MiB)', 'ADMS body limit (MiB)'),
      }),
    ),
    inboxGraceSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 600,
        description: 'After a start, strangers are not reported to the inbox for this long; default 15.',
        ...label('Jeda kotak masuk (detik)', 'Inbox grace (seconds)'),
      }),
    ),
    discovery: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean(label('Aktif', 'On'))),
          addresses: Type.Optional(
            Type.Array(Host, {
              maxItems: 64,
              description: 'Broadcast or single addresses to ask; default 255.255.255.255.',
              ...label('Alamat yang ditanya', 'Addresses to ask'),
            }),
          ),
          port: Type.Optional(Port),
        },
        {
          additionalProperties: false,
          description: 'Search for terminals on the local network when an operator asks for it.',
          ...label('Pencarian mesin', 'Search for terminals'),
        },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PluginSettings = Static<typeof PluginSettings>;
