import type { Codec } from '@hadir/sdk/codec';
import { chainFault, readAndroidKey } from '../attestation/android-key.js';
import { bleError } from '../errors.js';
import { fieldsOf } from './input.js';

/** Leaf certificates of remotely provisioned keys live about 25 days: after this long a re-check must fail. */
const RECHECK_DAYS = 41;
const DAY_MS = 86_400_000;

const isoSeconds = (date: Date): string => date.toISOString().replace('.000Z', 'Z');

export const webauthnCodecs: readonly Codec[] = [
  {
    name: 'webauthn',
    description: 'Registration with an Android key attestation, at its own time and again 41 days later',
    decode(input) {
      const fields = fieldsOf(input);
      const response = fields.object('response').object('response');
      const at = new Date(fields.text('at'));
      if (Number.isNaN(at.getTime())) throw bleError('BLE_ATTESTATION_INVALID', { reason: 'no time "at"' });
      const { chain, facts } = readAndroidKey({
        attestationObject: response.text('attestationObject'),
        clientDataJSON: response.text('clientDataJSON'),
        expectedChallenge: fields.text('expectedChallenge'),
        expectedOrigin: fields.text('expectedOrigin'),
        expectedRPID: fields.text('expectedRPID'),
      });
      const later = new Date(at.getTime() + RECHECK_DAYS * DAY_MS);
      const [fault, laterFault] = [chainFault(chain, at), chainFault(chain, later)];
      return {
        verified: fault === null,
        error: fault,
        ...facts,
        atLaterDate: { at: isoSeconds(later), verified: laterFault === null, error: laterFault },
      };
    },
  },
];
