import { TEMPERATURE_MODES } from '@hadir/sdk';
import Type, { type Static } from 'typebox';
import { REGISTER_MAPS } from './wire/register-maps.js';
import { THERMOGUN_MODELS } from './wire/thermogun.js';
import { UART_MODELS } from './wire/uart-formats.js';

/** Names of fields for people; the console shows the one in the reader's language. */
function label(id: string, en: string) {
  return { 'x-label': { id, en } };
}

const Path = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[^\\u0000-\\u001f]+$',
  description: 'Serial port: /dev/serial/by-id/…, /dev/ttyUSB0, COM3. Left out: found by usbSerialNumber.',
  ...label('Port serial', 'Serial port'),
});
const UsbSerialNumber = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Serial number of the USB adapter. It finds the port again wherever it is plugged in.',
  ...label('Nomor seri USB', 'USB serial number'),
});
const Host = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[0-9A-Za-z._:-]+$',
  ...label('Alamat', 'Address'),
});
const Port = Type.Integer({ minimum: 1, maximum: 65535, ...label('Port', 'Port') });
const BaudRate = Type.Integer({
  minimum: 1200,
  maximum: 921600,
  description: "Default: the model's own.",
  ...label('Baud', 'Baud rate'),
});
const FieldName = (description: string, id: string, en: string) =>
  Type.String({ minLength: 1, maxLength: 128, description, ...label(id, en) });

const Serial = Type.Object(
  {
    path: Type.Optional(Path),
    usbSerialNumber: Type.Optional(UsbSerialNumber),
    model: Type.Enum(UART_MODELS, { description: 'The board.', ...label('Model', 'Model') }),
    baudRate: Type.Optional(BaudRate),
    header: Type.Optional(
      Type.String({
        pattern: '^([0-9a-fA-F]{2}){1,8}$',
        description: 'First bytes of a frame, in hexadecimal, where the maker changed them; as many as the model has.',
        ...label('Header bingkai', 'Frame header'),
      }),
    ),
    queryEveryMs: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 5000,
        description: 'Ask for each frame (gy-906 only). Left out: the board sends by itself.',
        ...label('Jeda tanya (ms)', 'Query interval (ms)'),
      }),
    ),
    useBodyValue: Type.Optional(
      Type.Boolean({
        description: "Take the board's own estimate of the body (gy-614v3) instead of the surface.",
        ...label('Pakai nilai badan', 'Use body value'),
      }),
    ),
  },
  { additionalProperties: false, ...label('Serial', 'Serial') },
);

const Modbus = Type.Object(
  {
    path: Type.Optional(Path),
    usbSerialNumber: Type.Optional(UsbSerialNumber),
    host: Type.Optional(Host),
    port: Type.Optional(Port),
    model: Type.Optional(
      Type.Enum(
        REGISTER_MAPS.map((map) => map.model),
        { description: 'Register map; default calex-pyrousb.', ...label('Model', 'Model') },
      ),
    ),
    unitId: Type.Optional(Type.Integer({ minimum: 0, maximum: 255, ...label('ID Modbus', 'Modbus id') })),
    baudRate: Type.Optional(BaudRate),
    pollEveryMs: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 60000,
        description: 'Default 250.',
        ...label('Jeda baca (ms)', 'Poll (ms)'),
      }),
    ),
  },
  { additionalProperties: false, ...label('Modbus', 'Modbus') },
);

const Ble = Type.Object(
  {
    address: Type.String({
      pattern: '^[0-9A-Fa-f:-]{12,36}$',
      description: 'Bluetooth address; on macOS the identifier that the system gives.',
      ...label('Alamat Bluetooth', 'Bluetooth address'),
    }),
    profile: Type.Enum(['health-thermometer', ...THERMOGUN_MODELS], {
      description: 'The standard service, or a gun with a frame of its own.',
      ...label('Profil', 'Profile'),
    }),
  },
  { additionalProperties: false, ...label('Bluetooth', 'Bluetooth') },
);

const Hid = Type.Object(
  {
    serialNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 64, ...label('Nomor seri', 'Serial number') })),
    everySeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3600,
        description: 'Default 60.',
        ...label('Jeda (detik)', 'Every (seconds)'),
      }),
    ),
  },
  { additionalProperties: false, ...label('USB (TEMPer)', 'USB (TEMPer)') },
);

const Mqtt = Type.Object(
  {
    url: Type.String({
      pattern: '^(mqtts?|wss?)://[^\\s@]+$',
      maxLength: 255,
      description: 'mqtt://host:1883 or mqtts://host:8883, without user and password.',
      ...label('Broker', 'Broker'),
    }),
    topic: Type.String({ minLength: 1, maxLength: 255, ...label('Topik', 'Topic') }),
    username: Type.Optional(Type.String({ maxLength: 255, ...label('Pengguna', 'User name') })),
    password: Type.Optional(Type.String({ maxLength: 255, 'x-secret': true, ...label('Kata sandi', 'Password') })),
    unit: Type.Optional(
      Type.Enum(['auto', 'C', 'F', 'K'], {
        description: 'auto: Fahrenheit from 60 up.',
        ...label('Satuan', 'Unit'),
      }),
    ),
    valueField: Type.Optional(FieldName('Default temperature; dots go deeper.', 'Kolom suhu', 'Value field')),
    personField: Type.Optional(FieldName('Default citiz.', 'Kolom orang', 'Person field')),
    timeField: Type.Optional(FieldName('Default time.', 'Kolom waktu', 'Time field')),
    ambientField: Type.Optional(FieldName('Default ambient.', 'Kolom suhu ruang', 'Ambient field')),
  },
  { additionalProperties: false, ...label('MQTT', 'MQTT') },
);

const Presence = Type.Object(
  {
    minCelsius: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 45,
        description: 'Below this nobody stands there; default 30.',
        ...label('Suhu minimum (°C)', 'Minimum (°C)'),
      }),
    ),
    aboveAmbientCelsius: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 20,
        description: 'A person is this much warmer than the room; default 2.',
        ...label('Di atas suhu ruang (°C)', 'Above ambient (°C)'),
      }),
    ),
    releaseMs: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 10000,
        description: 'Gone for this long: the next one is somebody else; default 700.',
        ...label('Jeda orang (ms)', 'Release (ms)'),
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'For sensors that measure all the time: when a person stands before them.',
    ...label('Kehadiran orang', 'Presence'),
  },
);

/** Configuration of one thermometer. */
export const DeviceConfig = Type.Object(
  {
    connection: Type.Enum(['serial', 'modbus-rtu', 'modbus-tcp', 'ble', 'hid', 'mqtt', 'operator'], {
      description: 'operator: a gun without any interface; an officer types what it shows.',
      ...label('Cara sambung', 'Connection'),
    }),
    serial: Type.Optional(Serial),
    modbus: Type.Optional(Modbus),
    ble: Type.Optional(Ble),
    hid: Type.Optional(Hid),
    mqtt: Type.Optional(Mqtt),
    mode: Type.Optional(
      Type.Enum([...TEMPERATURE_MODES], {
        description: 'What it is the temperature of, when you know better than the device says.',
        ...label('Jenis suhu', 'Kind of temperature'),
      }),
    ),
    presence: Type.Optional(Presence),
    offsetCelsius: Type.Optional(
      Type.Number({
        minimum: -20,
        maximum: 20,
        description: 'Correction from the calibration certificate, added to what is measured; default 0.',
        ...label('Koreksi (°C)', 'Offset (°C)'),
      }),
    ),
    ambientFactor: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'k of skin + k × (skin − ambient); left out: skin stays skin.',
        ...label('Faktor suhu ruang', 'Ambient factor'),
      }),
    ),
    calibrationExpiresOn: Type.Optional(
      Type.String({
        format: 'date',
        description: 'Last day on which the calibration holds.',
        ...label('Kalibrasi berlaku sampai', 'Calibration valid until'),
      }),
    ),
    silenceSeconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3600,
        description: 'A sensor that measures all the time is offline after this; default 10.',
        ...label('Batas diam (detik)', 'Silence limit (seconds)'),
      }),
    ),
  },
  { additionalProperties: false },
);
export type DeviceConfig = Static<typeof DeviceConfig>;

/** The plugin as a whole has nothing to set. */
export const PluginSettings = Type.Object({}, { additionalProperties: false });
export type PluginSettings = Static<typeof PluginSettings>;
