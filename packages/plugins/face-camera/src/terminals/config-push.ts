import Type, { type Static } from 'typebox';
import { label } from './config-common.js';

/** Where terminals that push call; a property `listen` of the plugin's settings. */
export const PushListenSettings = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean(label('Aktif', 'On'))),
    host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, ...label('Alamat', 'Address') })),
    port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65535, ...label('Port', 'Port') })),
  },
  {
    additionalProperties: false,
    description: 'Where terminals that push call; off unless enabled, default 0.0.0.0:8082.',
    ...label('Penerima kiriman terminal', 'Listener for terminals'),
  },
);
export type PushListenSettings = Static<typeof PushListenSettings>;
