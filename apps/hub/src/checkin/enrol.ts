import { randomBytes, randomUUID } from 'node:crypto';
import { readKeyDescription } from '@hadir/sdk/proximity';
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { inTransaction } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { codeHash } from './phones.js';
import { audit, rowsOf } from './sql.js';

const ENROLMENT_MS = 10 * 60_000;

interface WindowRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly openedBy: string;
}

/**
 * What the phone needs to make its key. A local key in secure hardware is asked for: `residentKey` discouraged on the
 * platform's own authenticator gives that on Android, where `preferred` would give one that Google copies.
 * @throws CHECKIN_WINDOW_CLOSED
 */
export async function beginEnrolment(context: CheckinContext, code: string) {
  const now = new Date(context.clock.now());
  const [window] = await rowsOf<WindowRow>(
    context.database.pool,
    `select w.id, w.person_id as "personId", p.name as "personName", w.opened_by as "openedBy"
     from checkin_window w join person p on p.id = w.person_id
     where w.code_hash = $1 and w.used_at is null and w.expires_at > $2`,
    [codeHash(code), now],
  );
  if (!window) throw checkinError('CHECKIN_WINDOW_CLOSED');
  const nonce = randomBytes(32);
  await context.database.pool.query(
    `insert into checkin_nonce (nonce, purpose, window_id, issued_at, expires_at) values ($1, 'enrol', $2, $3, $4)`,
    [nonce, window.id, now, new Date(now.getTime() + ENROLMENT_MS)],
  );
  const options = await generateRegistrationOptions({
    rpName: 'Hadir',
    rpID: context.relyingParty.rpId,
    userName: window.personName,
    userID: Uint8Array.from(Buffer.from(window.personId.replaceAll('-', ''), 'hex')),
    challenge: Uint8Array.from(nonce),
    attestationType: 'direct',
    authenticatorSelection: {
      authenticatorAttachment: 'platform',
      residentKey: 'discouraged',
      userVerification: 'required',
    },
    supportedAlgorithmIDs: [-7, -257],
  });
  return { enrolmentId: nonce.toString('base64url'), personName: window.personName, options };
}

/**
 * Takes the phone's key. The phone that the person had before is revoked in the same transaction.
 * @throws CHECKIN_ENROLMENT_EXPIRED, CHECKIN_ATTESTATION_REFUSED, CHECKIN_PHONE_NOT_ATTESTED, CHECKIN_KEY_SYNCED,
 *   CHECKIN_KEY_TAKEN
 */
export async function finishEnrolment(
  context: CheckinContext,
  enrolmentId: string,
  response: RegistrationResponseJSON,
) {
  const now = new Date(context.clock.now());
  const nonce = Buffer.from(enrolmentId, 'base64url');
  const [spent] = await rowsOf<{ windowId: string }>(
    context.database.pool,
    `update checkin_nonce set used_at = $2 where nonce = $1 and purpose = 'enrol' and used_at is null and expires_at > $2
     returning window_id as "windowId"`,
    [nonce, now],
  );
  if (!spent) throw checkinError('CHECKIN_ENROLMENT_EXPIRED');
  const key = await verified(context, enrolmentId, response);
  return inTransaction(context.database.pool, async (client) => {
    const [window] = await rowsOf<WindowRow>(
      client,
      `update checkin_window w set used_at = $2 from person p
       where w.id = $1 and w.used_at is null and w.expires_at > $2 and p.id = w.person_id
       returning w.id, w.person_id as "personId", p.name as "personName", w.opened_by as "openedBy"`,
      [spent.windowId, now],
    );
    if (!window) throw checkinError('CHECKIN_WINDOW_CLOSED');
    const taken = await rowsOf(client, 'select 1 from checkin_phone where credential_id = $1 or public_key = $2', [
      key.credentialId,
      key.publicKey,
    ]);
    if (taken.length > 0) throw checkinError('CHECKIN_KEY_TAKEN');
    const replaced = await rowsOf<{ id: string }>(
      client,
      `update checkin_phone set revoked_at = $2, revoked_by = $3, revoke_reason = 'replaced'
       where person_id = $1 and revoked_at is null returning id`,
      [window.personId, now, window.openedBy],
    );
    const id = randomUUID();
    await client.query(
      `insert into checkin_phone (id, person_id, credential_id, public_key, counter, assurance, attestation, allowed_by,
         enrolled_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        window.personId,
        key.credentialId,
        key.publicKey,
        key.counter,
        key.assurance,
        JSON.stringify(key.attestation),
        window.openedBy,
        now,
      ],
    );
    const details = { person: window.personId, assurance: key.assurance, replaced: replaced[0]?.id ?? null };
    await audit(client, window.openedBy, 'checkin.phone.enrol', id, details);
    return {
      credentialId: key.credentialId.toString('base64url'),
      personName: window.personName,
      assurance: key.assurance,
    };
  });
}

async function verified(context: CheckinContext, challenge: string, response: RegistrationResponseJSON) {
  const refuse = (reason: string, cause?: unknown) =>
    checkinError('CHECKIN_ATTESTATION_REFUSED', { reason: reason.slice(0, 200) }, cause);
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: [...context.relyingParty.origins],
    expectedRPID: context.relyingParty.rpId,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  });
  if (!result.verified) throw refuse('signature');
  const { fmt, aaguid, credential, credentialDeviceType, attestationObject } = result.registrationInfo;
  if (credentialDeviceType !== 'singleDevice') throw checkinError('CHECKIN_KEY_SYNCED');
  const statement = androidStatement(fmt, attestationObject);
  const isAttested = statement !== null && isSound(statement);
  if (context.requireAttestation && !isAttested) throw checkinError('CHECKIN_PHONE_NOT_ATTESTED', { fmt });
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    // Certificates of such keys live for weeks, so what they say is written down now and never checked again.
    assurance: isAttested ? ('attested' as const) : ('low' as const),
    attestation: { fmt, aaguid, ...statement },
  };
}

interface Statement {
  readonly securityLevel: number;
  readonly userAuthType: number | null;
  readonly deviceLocked: boolean | null;
  readonly verifiedBootState: number | null;
  readonly osPatchLevel: number | null;
}

function androidStatement(fmt: string, attestationObject: Uint8Array): Statement | null {
  if (fmt !== 'android-key') return null;
  const leaf = decodeAttestationObject(Uint8Array.from(attestationObject)).get('attStmt').get('x5c')?.[0];
  const found = leaf === undefined ? null : readKeyDescription(leaf);
  if (!found) return null;
  const { attestationSecurityLevel, userAuthType, deviceLocked, verifiedBootState, osPatchLevel } = found;
  return { securityLevel: attestationSecurityLevel, userAuthType, deviceLocked, verifiedBootState, osPatchLevel };
}

/** In hardware, on a phone whose boot loader is locked and whose system is the maker's. */
function isSound(statement: Statement): boolean {
  return statement.securityLevel >= 1 && statement.deviceLocked === true && statement.verifiedBootState === 0;
}
