import type { CheckinDecision, CheckinReason } from './reasons.js';

/** As `navigator.credentials` gives it, its buffers as base64url (`PublicKeyCredential.toJSON()`). */
export type CredentialJson = Readonly<Record<string, unknown>>;

export interface CheckinSiteView {
  readonly id: string;
  readonly name: string;
  /** Beacons that answer over GATT, 8 bytes as hexadecimal. */
  readonly gattBeacons: readonly string[];
  readonly minFrames: number;
  readonly minSpreadMs: number;
}

export interface CheckinBegun {
  /** 32 bytes, base64url. */
  readonly nonce: string;
  readonly ttlSeconds: number;
  readonly rpId: string;
  readonly credentialId: string;
  readonly sites: readonly CheckinSiteView[];
}

export interface CheckinAnswer {
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
  readonly texts: readonly { readonly id: string; readonly en: string }[];
  /** When the hub took it, RFC 3339. */
  readonly at: string;
}

export interface EnrolmentBegun {
  readonly enrolmentId: string;
  readonly personName: string;
  /** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
  readonly options: CredentialJson;
}

export interface Enrolled {
  readonly credentialId: string;
  readonly personName: string;
  /** `attested`: the phone proved that its key lives in secure hardware. */
  readonly assurance: 'attested' | 'low';
}

/** Calls of the phone's side. Each rejects with CheckinRefused when the hub answers with a problem. */
export interface CheckinClient {
  beginEnrolment(code: string): Promise<EnrolmentBegun>;
  finishEnrolment(enrolmentId: string, response: CredentialJson): Promise<Enrolled>;
  begin(credentialId: string, direction: 'in' | 'out'): Promise<CheckinBegun>;
  finish(input: {
    readonly nonce: string;
    readonly evidence: string;
    readonly assertion: CredentialJson;
  }): Promise<CheckinAnswer>;
}

/** The hub answered with a problem; `code` is stable. */
export class CheckinRefused extends Error {
  override readonly name = 'CheckinRefused';
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface CheckinClientOptions {
  /** `https://absen.example.go.id`; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly language?: 'id' | 'en';
  readonly fetch?: typeof globalThis.fetch;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

export function createCheckinClient(options: CheckinClientOptions): CheckinClient {
  const call = options.fetch ?? globalThis.fetch.bind(globalThis);
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const response = await call(`${options.baseUrl}/api/v1/checkin/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': options.language ?? 'id' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    const answer = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly title?: string };
    if (response.ok) return answer as Answer;
    throw new CheckinRefused(response.status, answer.code ?? 'UNKNOWN', answer.title ?? `HTTP ${response.status}`);
  };
  return {
    beginEnrolment: (code) => post('enrol/begin', { code }),
    finishEnrolment: (enrolmentId, response) => post('enrol/finish', { enrolmentId, response }),
    begin: (credentialId, direction) => post('begin', { credentialId, direction }),
    finish: (input) => post('finish', input),
  };
}
