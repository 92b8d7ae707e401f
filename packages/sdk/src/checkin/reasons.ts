/** What a check-in comes to. */
export const CHECKIN_DECISIONS = ['accept', 'review', 'reject'] as const;
export type CheckinDecision = (typeof CHECKIN_DECISIONS)[number];

interface Reason {
  readonly decision: CheckinDecision;
  readonly text: { readonly id: string; readonly en: string };
}

const reason = (decision: CheckinDecision, id: string, en: string): Reason => ({ decision, text: { id, en } });

/** Why. Codes are stable; the gravest decides. */
export const CHECKIN_REASONS = Object.freeze({
  NONCE_UNKNOWN: reason('reject', 'Absen ini tidak pernah dimulai.', 'This check-in was never begun.'),
  NONCE_USED: reason('reject', 'Absen ini sudah dikirim.', 'This check-in was sent already.'),
  NONCE_EXPIRED: reason('reject', 'Waktu habis; mulai lagi.', 'Too late; begin again.'),
  BAD_EVIDENCE: reason('reject', 'Data dari ponsel tidak sah.', 'What the phone sent is not valid.'),
  CREDENTIAL_UNKNOWN: reason('reject', 'Ponsel ini belum terdaftar.', 'This phone is not enrolled.'),
  CREDENTIAL_REVOKED: reason(
    'reject',
    'Pendaftaran ponsel ini sudah dicabut.',
    'The enrolment of this phone was revoked.',
  ),
  ASSERTION_INVALID: reason('reject', 'Tanda tangan ponsel tidak cocok.', 'The signature of the phone does not fit.'),
  ORIGIN: reason('reject', 'Dikirim dari aplikasi atau situs lain.', 'Sent from another app or site.'),
  UV_MISSING: reason(
    'reject',
    'Kunci layar (jari, wajah atau PIN) tidak dibuka.',
    'The screen lock (finger, face or PIN) was not opened.',
  ),
  CREDENTIAL_SYNCED: reason('reject', 'Kunci ini tersalin ke perangkat lain.', 'This key is copied to other devices.'),
  BEACON_UNKNOWN: reason('reject', 'Suar kantor tidak terdengar.', 'No beacon of the office was heard.'),
  BEACON_WEAK: reason(
    'reject',
    'Suar ini dapat disalin, jadi bukan bukti.',
    'This beacon can be copied, so it proves nothing.',
  ),
  BEACON_SITE: reason('reject', 'Suar ini milik kantor lain.', 'This beacon belongs to another office.'),
  EID_STALE: reason('reject', 'Sinyal suar sudah lewat waktunya.', 'The signal of the beacon is out of date.'),
  FRAME_TIME: reason(
    'reject',
    'Sinyal didengar sebelum absen dimulai.',
    'The signal was heard before the check-in began.',
  ),
  GATT_INVALID: reason('reject', 'Jawaban suar tidak sah.', 'The answer of the beacon is not valid.'),
  GATT_REPLAYED: reason('reject', 'Jawaban suar sudah pernah dipakai.', 'The answer of the beacon was used before.'),
  FRAMES_TOO_FEW: reason(
    'reject',
    'Sinyal terlalu sedikit; tunggu beberapa detik.',
    'Too few signals; wait some seconds.',
  ),
  FRAMES_SPREAD: reason(
    'reject',
    'Sinyal terlalu singkat; tunggu beberapa detik.',
    'Signals for too short a time; wait some seconds.',
  ),
  RSSI_LOW: reason('reject', 'Sinyal suar terlalu lemah; mendekatlah.', 'The signal is too weak; come nearer.'),
  REVIEW_BAND: reason(
    'review',
    'Sinyal suar agak lemah; petugas akan memeriksa.',
    'The signal is rather weak; an officer will look.',
  ),
  RSSI_IMPLAUSIBLE: reason(
    'review',
    'Sinyal terlalu kuat untuk dipercaya.',
    'The signal is too strong to be believed.',
  ),
  RSSI_TWINS: reason('review', 'Beberapa ponsel mengirim sinyal yang sama.', 'Several phones sent the same signals.'),
  MOCK_LOCATION: reason('review', 'Ponsel memakai lokasi palsu.', 'The phone uses a false location.'),
  NEIGHBOURS_CHANGED: reason(
    'review',
    'Suar terdengar tanpa pemancar lain kantor ini; mungkin dipindahkan.',
    'The beacon is heard without the other radios of this office; it may have been moved.',
  ),
  RELAY_DELAY: reason(
    'review',
    'Jawaban suar terlambat, seperti diteruskan.',
    'The answer of the beacon is late, as if passed on.',
  ),
  WITNESS_REQUIRED: reason(
    'reject',
    'Ponsel ini tidak terdengar oleh gerbang kantor.',
    'No gateway of the office heard this phone.',
  ),
  WITNESS_ABSENT: reason(
    'review',
    'Ponsel ini tidak terdengar oleh gerbang kantor; petugas akan memeriksa.',
    'No gateway of the office heard this phone; an officer will look.',
  ),
  WITNESS_WEAK: reason(
    'review',
    'Gerbang kantor mendengar ponsel ini dari jauh; petugas akan memeriksa.',
    'A gateway of the office heard this phone from afar; an officer will look.',
  ),
  DUPLICATE: reason('reject', 'Absen ini sudah tercatat.', 'This check-in is recorded already.'),
} as const satisfies Record<string, Reason>);
export type CheckinReason = keyof typeof CHECKIN_REASONS;

const GRAVITY: Readonly<Record<CheckinDecision, number>> = { accept: 0, review: 1, reject: 2 };

/** What several reasons come to together. */
export function gravest(reasons: readonly CheckinReason[]): CheckinDecision {
  return reasons.reduce<CheckinDecision>((worst, code) => {
    const { decision } = CHECKIN_REASONS[code];
    return GRAVITY[decision] > GRAVITY[worst] ? decision : worst;
  }, 'accept');
}
