import type { DeviceInfo } from '@hadir/sdk';

/** What a quirk changes. Every effect is a hint that what the terminal really sends may overrule. */
export type QuirkEffect =
  /** Record sizes to expect; the content decides. */
  | { readonly kind: 'record-sizes'; readonly attendanceBytes: number; readonly userBytes: 28 | 72 }
  /** The record count of CMD_GET_FREE_SIZES is wrong or missing: always read. */
  | { readonly kind: 'count-unreliable' }
  /** The old direct read (command 13) answers memory garbage: never fall back to it. */
  | { readonly kind: 'no-direct-read' }
  /** The buffered read (command 1503) is refused above some size: fall back to the direct read. */
  | { readonly kind: 'no-buffered-read' }
  /** "Unknown command" for an option does not end the session. */
  | { readonly kind: 'unknown-option-harmless' }
  /** Largest chunk to ask for. */
  | { readonly kind: 'chunk-limit'; readonly bytes: number }
  /** Port 4370 is encrypted or closed: use push. */
  | { readonly kind: 'push-only' }
  /** Speaks Security PUSH: punches come as rtlog. */
  | { readonly kind: 'access-push' }
  /** No clock battery: time goes back to 2000-01-01 after a power cut. */
  | { readonly kind: 'clock-resets' };

export interface Quirk {
  readonly id: string;
  /** Any of these, tested without regard to case against what the terminal says of itself. */
  readonly when: readonly { readonly field: 'platform' | 'model'; readonly pattern: RegExp }[];
  readonly effect: QuirkEffect;
  /** Public reports in which it was seen. */
  readonly evidence: readonly string[];
}

const platform = (pattern: RegExp) => ({ field: 'platform', pattern }) as const;
const model = (pattern: RegExp) => ({ field: 'model', pattern }) as const;

/**
 * Oddities of firmware and clones, each with where it was seen. Code asks this table; it holds no model names itself.
 * Of several quirks of one kind the first counts, so the narrower one stands first.
 */
export const QUIRKS: readonly Quirk[] = [
  {
    id: 'zem-small-records',
    when: [platform(/^ZEM5\d\d/i), model(/^(U580|MA300|T4-C)/i)],
    effect: { kind: 'record-sizes', attendanceBytes: 8, userBytes: 28 },
    evidence: ['fananimi/pyzk#56', 'fananimi/pyzk#92', 'fananimi/pyzk#99'],
  },
  {
    id: 'visible-light-49',
    when: [model(/SpeedFace|MB560-VL|xFace600/i)],
    effect: { kind: 'record-sizes', attendanceBytes: 49, userBytes: 72 },
    evidence: [
      'fananimi/pyzk#166',
      'fananimi/pyzk#174',
      'fananimi/pyzk#187',
      'fananimi/pyzk#222',
      'raihanafroz/zkteco#40',
    ],
  },
  {
    id: 'tft-large-records',
    when: [platform(/_TFT$/i), platform(/^(ZMM|ZAM)\d/i)],
    effect: { kind: 'record-sizes', attendanceBytes: 40, userBytes: 72 },
    evidence: ['fananimi/pyzk test captures', 'adrobinoga/zk-protocol data-record.md'],
  },
  {
    id: 'speedface-count-zero',
    when: [model(/SpeedFace/i), platform(/^ZAM180/i)],
    effect: { kind: 'count-unreliable' },
    evidence: ['fananimi/pyzk#126', 'fananimi/pyzk#170'],
  },
  {
    id: 'wl20-no-sizes',
    when: [model(/^WL20/i)],
    effect: { kind: 'count-unreliable' },
    evidence: ['fananimi/pyzk#76', 'fananimi/pyzk#21'],
  },
  {
    id: 'k40-direct-read-garbage',
    when: [model(/^K40/i)],
    effect: { kind: 'no-direct-read' },
    evidence: ['bulentv/js_zklib#53'],
  },
  {
    id: 'g2-buffered-read-refused',
    when: [model(/^G2\b/i), platform(/^ZMM200/i)],
    effect: { kind: 'no-buffered-read' },
    evidence: ['fananimi/pyzk#172'],
  },
  {
    id: 'd2-unknown-option',
    when: [platform(/^AK3750/i), model(/^D2\b/i)],
    effect: { kind: 'unknown-option-harmless' },
    evidence: ['fananimi/pyzk#41'],
  },
  {
    id: 'zem-slow-chunks',
    when: [platform(/^ZEM\d/i)],
    effect: { kind: 'chunk-limit', bytes: 16_384 },
    evidence: ['coding-libs/zkteco-js#7', 'fananimi/pyzk#7', 'fananimi/pyzk#93'],
  },
  {
    id: 'zam70-encrypted',
    when: [model(/SenseFace|MB10-VL/i), platform(/^ZAM70/i)],
    effect: { kind: 'push-only' },
    evidence: ['fananimi/pyzk#253'],
  },
  {
    id: 'senseface-access-push',
    when: [model(/SenseFace/i), platform(/^ZAM70/i)],
    effect: { kind: 'access-push' },
    evidence: ['vendor Security PUSH document 3.1.2', 'public SenseFace 2A notes'],
  },
  {
    id: 'mini-ta-clock',
    when: [model(/mini ?TA/i)],
    effect: { kind: 'clock-resets' },
    evidence: ['fananimi/pyzk#211'],
  },
];

export type QuirkSubject = Pick<DeviceInfo, 'platform' | 'model'>;

/** The quirks of a terminal by what it says of itself, in the order of the table. */
export function quirksOf(info: QuirkSubject): readonly Quirk[] {
  return QUIRKS.filter((quirk) => quirk.when.some(({ field, pattern }) => pattern.test(info[field] ?? '')));
}

/** The first effect of a kind, or undefined. */
export function quirkEffect<Kind extends QuirkEffect['kind']>(
  info: QuirkSubject,
  kind: Kind,
): Extract<QuirkEffect, { kind: Kind }> | undefined {
  const found = quirksOf(info).find((quirk) => quirk.effect.kind === kind);
  return found?.effect as Extract<QuirkEffect, { kind: Kind }> | undefined;
}
