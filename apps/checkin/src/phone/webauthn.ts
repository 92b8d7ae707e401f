import { type CredentialJson, fromBase64url, toBase64url } from '@hadir/sdk/checkin';

/**
 * WebAuthn with JSON on both sides (WebAuthn Level 3, `parseCreationOptionsFromJSON` and `toJSON`), by hand: phones with
 * a Chrome from before version 129 have neither.
 */
const TIMEOUT_MS = 55_000;

type Json = { readonly [key: string]: unknown };

const bytes = (text: unknown): Uint8Array<ArrayBuffer> => Uint8Array.from(fromBase64url(String(text)) ?? []);
const text = (buffer: ArrayBuffer): string => toBase64url(new Uint8Array(buffer));

/** Makes the phone's key. Rejects with a DOMException, or with null when the browser gives none. */
export async function makeKey(options: CredentialJson): Promise<CredentialJson> {
  const { user, excludeCredentials, challenge, ...rest } = options as Json & {
    readonly user: Json;
    readonly excludeCredentials?: readonly Json[];
  };
  const publicKey = {
    ...rest,
    timeout: TIMEOUT_MS,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: (excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (!made) throw new DOMException('no credential', 'NotAllowedError');
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...outline(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** Signs with the phone's key behind its screen lock. */
export async function sign(input: {
  readonly credentialId: string;
  readonly rpId: string;
  readonly challenge: Uint8Array;
}): Promise<CredentialJson> {
  const given = (await navigator.credentials.get({
    publicKey: {
      challenge: Uint8Array.from(input.challenge),
      rpId: input.rpId,
      timeout: TIMEOUT_MS,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id: bytes(input.credentialId), transports: ['internal'] }],
    },
  })) as PublicKeyCredential | null;
  if (!given) throw new DOMException('no credential', 'NotAllowedError');
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    ...outline(given),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
    },
  };
}

function outline(credential: PublicKeyCredential): CredentialJson {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: 'public-key',
    clientExtensionResults: {},
    ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
  };
}
