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
  /** Whether a gateway of the office must hear the phone itself; without it an officer looks, or it is refused. */
  readonly witness: 'off' | 'review' | 'required';
}

export interface CheckinBegun {
  /** 32 bytes, base64url. */
  readonly nonce: string;
  readonly ttlSeconds: number;
  readonly rpId: string;
  readonly credentialId: string;
  readonly sites: readonly CheckinSiteView[];
  /**
   * For native apps: advertise `witnessToken(key, nonce)` for so long while checking in. `key` is base64url. Null when
   * no site of the person asks for it.
   */
  readonly witness: { readonly key: string; readonly seconds: number } | null;
}

export interface CheckinAnswer {
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
  readonly texts: readonly Text[];
  /** When the hub took it, RFC 3339. */
  readonly at: string;
  /** Lets the phone see its owner's day for some minutes; null when its signature did not fit. */
  readonly pass: string | null;
}

type Text = { readonly id: string; readonly en: string };

/** One check-in of today, with what an officer made of it since. */
export interface TodayCheckin {
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly decision: CheckinDecision;
  readonly review: 'open' | 'approved' | 'refused' | null;
  readonly site: string | null;
  readonly reasons: readonly CheckinReason[];
  readonly texts: readonly Text[];
}

/** What the day came to so far, by all devices. */
export interface TodayDay {
  readonly status: string;
  readonly statusText: Text;
  /** Wall times of the place of work. */
  readonly in: string | null;
  readonly out: string | null;
  readonly lateMinutes: number | null;
  readonly earlyMinutes: number | null;
  /** The reasons in order. */
  readonly why: readonly Text[];
}

export interface TodayView {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly zone: string;
  /** Newest first. */
  readonly checkins: readonly TodayCheckin[];
  /** Null when the hub has not come to a result yet. */
  readonly day: TodayDay | null;
}

export interface TodayOpened {
  readonly pass: string;
  readonly today: TodayView;
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
  /** Opens the day of the phone's owner with the screen lock: a nonce of `begin`, signed by `todayChallenge`. */
  openToday(input: { readonly nonce: string; readonly assertion: CredentialJson }): Promise<TodayOpened>;
  /** The day again while the pass holds. */
  today(pass: string): Promise<TodayView>;
}

/** The hub answered with a problem; `code` is stable. */
export class CheckinRefused extends Error {
  override readonly name = 'CheckinRefused';
  readonly code: string;
  readonly status: number;
  /** What to do about it, in the language asked for; null when the hub said none. */
  readonly remedy: string | null;
  constructor(status: number, code: string, message: string, remedy: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
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
  const language = options.language ?? 'id';
  const ask = async <Answer>(path: string, init: RequestInit, headers: Record<string, string>): Promise<Answer> => {
    const response = await call(`${options.baseUrl}/api/v1/checkin/${path}`, {
      ...init,
      headers: { 'accept-language': language, ...headers },
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    const answer = (await response.json().catch(() => ({}))) as Partial<Record<'code' | 'title' | 'remedy', string>>;
    if (response.ok) return answer as Answer;
    const { code = 'UNKNOWN', title = `HTTP ${response.status}`, remedy = null } = answer;
    throw new CheckinRefused(response.status, code, title, remedy);
  };
  const post = <Answer>(path: string, body: object): Promise<Answer> =>
    ask(path, { method: 'POST', body: JSON.stringify(body) }, { 'content-type': 'application/json' });
  return {
    beginEnrolment: (code) => post('enrol/begin', { code }),
    finishEnrolment: (enrolmentId, response) => post('enrol/finish', { enrolmentId, response }),
    begin: (credentialId, direction) => post('begin', { credentialId, direction }),
    finish: (input) => post('finish', input),
    openToday: (input) => post('today', input),
    today: (pass) => ask('today', { method: 'GET' }, { authorization: `Bearer ${pass}` }),
  };
}
