import Type, { type Static } from 'typebox';
import { CameraConfig } from './camera/config-camera.js';
import { label } from './terminals/config-common.js';
import { DahuaConfig, HikvisionConfig, PushListenSettings } from './terminals/index.js';

/** One device: a terminal that recognises by itself, or a plain camera whose pictures Hadir recognises. */
export const DeviceConfig = Type.Union([CameraConfig, HikvisionConfig, DahuaConfig]);
export type DeviceConfig = Static<typeof DeviceConfig>;

export const PluginSettings = Type.Object(
  {
    models: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 400 }), {
        minItems: 1,
        maxItems: 4,
        description:
          'Recognition models in order of preference: built-in ids or paths of specification files. Default mobilefacenet-512.',
        ...label('Model', 'Models'),
      }),
    ),
    threads: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 32,
        description: 'Recognition threads. Default: one core is left to everything else, at most 2.',
        ...label('Utas pengenalan', 'Recognition threads'),
      }),
    ),
    listen: Type.Optional(PushListenSettings),
    kiosk: Type.Optional(
      Type.Object(
        {
          enabled: Type.Optional(Type.Boolean(label('Aktif', 'On'))),
          host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, ...label('Alamat', 'Address') })),
          port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65535, ...label('Port', 'Port') })),
        },
        {
          additionalProperties: false,
          description: 'Screens of kiosks that ask for a challenge; off unless enabled, default 127.0.0.1:8083.',
          ...label('Layar kios', 'Screens of kiosks'),
        },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PluginSettings = Static<typeof PluginSettings>;
