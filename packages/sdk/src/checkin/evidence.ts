/** One advert that a native app heard. */
export interface EvidenceFrame {
  /** Milliseconds since the answer to `begin` arrived. */
  readonly dt: number;
  readonly rssi: number;
  readonly addr?: string;
  /** Advertising payload, hexadecimal. */
  readonly adv: string;
}

/** What the phone states. The hub believes none of it by itself. */
export interface Evidence {
  readonly v: 1;
  /** Site id. */
  readonly site: string;
  readonly method: 'eid' | 'gatt';
  readonly frames: readonly EvidenceFrame[];
  /** `beacon` and `resp` are hexadecimal: 8 and 20 bytes. */
  readonly gatt?: { readonly beacon: string; readonly resp: string; readonly minRttMs?: number };
  /** Names for other radios heard meanwhile, such as hashed addresses of access points: the same names each time. */
  readonly neighbours?: readonly string[];
  readonly sdk?: string;
  readonly os?: string;
  readonly model?: string;
  readonly flags?: readonly string[];
}

export const MAX_EVIDENCE_BYTES = 16_384;
export const MAX_EVIDENCE_FRAMES = 200;

/**
 * The bytes that are signed and sent. The hub hashes what it got and never writes it anew, so these very bytes must go
 * into both `bindChallenge` and `finish`. Too many frames are thinned evenly over their time.
 */
export function evidenceBytes(evidence: Omit<Evidence, 'v'>): Uint8Array {
  let frames = evidence.frames;
  for (;;) {
    const bytes = new TextEncoder().encode(JSON.stringify({ v: 1, ...evidence, frames }));
    if (bytes.length <= MAX_EVIDENCE_BYTES && frames.length <= MAX_EVIDENCE_FRAMES) return bytes;
    if (frames.length < 2) return bytes;
    frames = frames.filter((_, i) => i % 2 === 0);
  }
}
