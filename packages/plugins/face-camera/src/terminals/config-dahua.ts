import Type, { type Static } from 'typebox';
import { label, terminalFields } from './config-common.js';

/** A Dahua face terminal (ASI and kin) that speaks the HTTP CGI protocol. */
export const DahuaConfig = Type.Object(
  {
    type: Type.Literal('dahua', label('Terminal Dahua', 'Dahua terminal')),
    ...terminalFields,
    live: Type.Optional(
      Type.Enum(['stream', 'poll'], {
        description:
          'stream: Hadir holds a line open (eventManager). poll: its log is read every pollIntervalSeconds. Default stream.',
        ...label('Kejadian langsung', 'Live events'),
      }),
    ),
    historyTimes: Type.Optional(
      Type.Enum(['auto', 'utc', 'local'], {
        description:
          'Old firmware writes local time where it says UTC. auto: found out by comparing with the clock of the terminal. Default auto.',
        ...label('Jam pada riwayat', 'Times in the log'),
      }),
    ),
  },
  { additionalProperties: false },
);
export type DahuaConfig = Static<typeof DahuaConfig>;
