import { TEMPERATURE_MODES } from '@hadir/sdk';
import Type, { type Static } from 'typebox';
import { label, terminalFields } from './config-common.js';

/** A Hikvision face terminal (DS-K1T and kin) that speaks ISAPI. */
export const HikvisionConfig = Type.Object(
  {
    type: Type.Literal('hikvision', label('Terminal Hikvision', 'Hikvision terminal')),
    ...terminalFields,
    live: Type.Optional(
      Type.Enum(['stream', 'push', 'poll'], {
        description:
          'stream: Hadir holds a line open (alertStream). push: the terminal calls Hadir (HTTP listening). poll: its log is read every pollIntervalSeconds. Default stream.',
        ...label('Kejadian langsung', 'Live events'),
      }),
    ),
    pushSecret: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z_-]{8,64}$',
        description: 'With push: the last part of the address that the terminal calls, /terminal/<serial>/<secret>.',
        'x-secret': true,
        ...label('Rahasia alamat', 'Path secret'),
      }),
    ),
    pushTo: Type.Optional(
      Type.Object(
        {
          host: Type.String({
            pattern: '^[0-9A-Za-z.-]{1,253}$',
            description: "Hadir's address as the terminal sees it.",
            ...label('Alamat Hadir', "Hadir's address"),
          }),
          port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535, ...label('Port', 'Port') })),
          slot: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 8,
              description: 'Which of the listening hosts of the terminal is used; default 1.',
              ...label('Nomor host', 'Host number'),
            }),
          ),
        },
        {
          additionalProperties: false,
          description:
            'With push: Hadir itself sets the listening host of the terminal, and sets it again when a restart forgot it. Left out: set by hand.',
          ...label('Atur tujuan kirim', 'Set where to push'),
        },
      ),
    ),
    temperature: Type.Optional(
      Type.Boolean({
        description:
          'Takes the temperature that a thermal model measures. Health data: off unless the site has a legal basis.',
        ...label('Ambil suhu', 'Take temperature'),
      }),
    ),
    temperatureMode: Type.Optional(
      Type.Enum([...TEMPERATURE_MODES], {
        description: 'What it is the temperature of; default unknown, which is never compared with a threshold.',
        ...label('Jenis suhu', 'Kind of temperature'),
      }),
    ),
    faceLibrary: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z]{1,32}$',
        description: 'Face library (FDID) on the terminal; default 1.',
        ...label('Pustaka wajah', 'Face library'),
      }),
    ),
  },
  { additionalProperties: false },
);
export type HikvisionConfig = Static<typeof HikvisionConfig>;
