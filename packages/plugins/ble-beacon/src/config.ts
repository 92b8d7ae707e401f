import Type, { type Static } from 'typebox';

const label = (id: string, en: string) => ({ 'x-label': { id, en } });

export const PAYLOAD_FORMATS = [
  'espresense',
  'omg',
  'theengs',
  'ruuvi',
  'minew-binary',
  'minew-json',
  'moko',
  'april-brother',
] as const;
export type PayloadFormat = (typeof PAYLOAD_FORMATS)[number];

const Beacon = Type.Object(
  {
    id: Type.String({ pattern: '^[0-9A-Za-z._-]{1,40}$', ...label('Nama suar', 'Beacon name') }),
    match: Type.Enum(['eid', 'ibeacon', 'eddystone-uid', 'altbeacon', 'mac'], {
      description: 'How it is recognised. Only eid proves that the beacon was not copied.',
      ...label('Cara kenal', 'Recognised by'),
    }),
    value: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Fa-f:/-]{6,60}$',
        description:
          'ibeacon: uuid/major/minor (decimal); eddystone-uid: namespace and instance, 32 digits; altbeacon: 40 digits; mac: address.',
        ...label('Tanda pengenal', 'Identifier'),
      }),
    ),
    identityKey: Type.Optional(
      Type.String({ pattern: '^[0-9A-Fa-f]{32}$', 'x-secret': true, ...label('Kunci EID', 'EID key') }),
    ),
    previousIdentityKey: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Fa-f]{32}$',
        description: 'The key before, honoured until it is taken out here.',
        'x-secret': true,
        ...label('Kunci EID lama', 'Old EID key'),
      }),
    ),
    rotationExponent: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 15, ...label('Eksponen rotasi', 'Rotation exponent') }),
    ),
    clockOffsetSeconds: Type.Optional(Type.Integer({ ...label('Selisih jam suar', 'Beacon clock offset') })),
  },
  { additionalProperties: false },
);

/** One listening post: a gateway, a radio, or a group of gateways of one place. */
export const DeviceConfig = Type.Object(
  {
    transport: Type.Enum(['mqtt', 'http', 'cassia', 'h4', 'hm10', 'absniffer', 'noble'], {
      description: 'Where adverts come from.',
      ...label('Sumber', 'Source'),
    }),
    format: Type.Optional(
      Type.Enum([...PAYLOAD_FORMATS], {
        description: 'mqtt and http: what the gateway sends.',
        ...label('Format', 'Format'),
      }),
    ),
    topic: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 250,
        description: 'mqtt: topic filter, + and # allowed.',
        ...label('Topik MQTT', 'MQTT topic'),
      }),
    ),
    pathSecret: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z_-]{8,64}$',
        description: 'http: the gateway posts to http://hub:port/gateway/<secret>.',
        'x-secret': true,
        ...label('Rahasia alamat', 'Path secret'),
      }),
    ),
    url: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]{1,250}$',
        description: 'cassia: address of the router.',
        ...label('Alamat', 'Address'),
      }),
    ),
    path: Type.Optional(
      Type.String({
        pattern: '^[^\\u0000-\\u001f]{1,200}$',
        description: 'h4, hm10, absniffer: serial port.',
        ...label('Port serial', 'Serial port'),
      }),
    ),
    baudRate: Type.Optional(
      Type.Integer({
        minimum: 1200,
        maximum: 3_000_000,
        description: 'Default h4 1000000, hm10 9600, absniffer 115200.',
        ...label('Kecepatan baud', 'Baud rate'),
      }),
    ),
    thresholdDbm: Type.Optional(
      Type.Integer({
        minimum: -110,
        maximum: -20,
        description: 'Near from this strength on; default -75. From a calibration walk.',
        ...label('Ambang (dBm)', 'Threshold (dBm)'),
      }),
    ),
    reviewBandDb: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 20, description: 'Default 6.', ...label('Pita keraguan (dB)', 'Band (dB)') }),
    ),
    silentAfterMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_080,
        description: 'A beacon not heard for so long raises an issue; default 30.',
        ...label('Diam setelah (menit)', 'Silent after (minutes)'),
      }),
    ),
    witness: Type.Optional(
      Type.Boolean({
        description: 'Also tells which phones it heard checking in, for offices that ask for a witness. Default no.',
        ...label('Saksi absen ponsel', 'Witness of check-ins'),
      }),
    ),
    beacons: Type.Array(Beacon, { maxItems: 2000, ...label('Suar', 'Beacons') }),
  },
  { additionalProperties: false },
);
export type DeviceConfig = Static<typeof DeviceConfig>;
export type BeaconConfig = Static<typeof Beacon>;

const Credentials = {
  username: Type.Optional(Type.String({ maxLength: 120, ...label('Nama pengguna', 'User name') })),
  password: Type.Optional(Type.String({ maxLength: 250, 'x-secret': true, ...label('Sandi', 'Password') })),
};

/** Settings of the plugin as a whole. */
export const PluginSettings = Type.Object(
  {
    mqtt: Type.Optional(
      Type.Object(
        {
          url: Type.Optional(
            Type.String({
              pattern: '^(mqtt|mqtts|ws|wss)://[^\\s]{1,250}$',
              description: 'A broker of yours. Left out: Hadir is the broker.',
              ...label('Alamat broker', 'Broker address'),
            }),
          ),
          host: Type.Optional(Type.String({ maxLength: 253, ...label('Alamat', 'Address') })),
          port: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: 65535,
              description: 'Of the built-in broker; default 1883.',
              ...label('Port', 'Port'),
            }),
          ),
          ...Credentials,
        },
        { additionalProperties: false, ...label('MQTT', 'MQTT') },
      ),
    ),
    http: Type.Optional(
      Type.Object(
        {
          host: Type.Optional(Type.String({ maxLength: 253, ...label('Alamat', 'Address') })),
          port: Type.Optional(
            Type.Integer({ minimum: 0, maximum: 65535, description: 'Default 8082.', ...label('Port', 'Port') }),
          ),
        },
        { additionalProperties: false, ...label('Penerima HTTP', 'HTTP listener') },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PluginSettings = Static<typeof PluginSettings>;
