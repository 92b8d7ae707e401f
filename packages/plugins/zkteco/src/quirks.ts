import type { DeviceInfo } from '@hadir/sdk';

/** What a quirk changes. What every terminal must be proof against (lying counts, silence, odd options) is no quirk. */
export type QuirkEffect =
  /** Size of attendance records; decides only when the content fits several. */
  | { readonly kind: 'record-size'; readonly bytes: number }
  /** The old direct read (command 13) answers memory garbage: never fall back to it. */
  | { readonly kind: 'no-direct-read' }
  /** The buffered read (command 1503) is refused above some size: read directly at once. */
  | { readonly kind: 'no-buffered-read' }
  /** Largest chunk to ask for. */
  | { readonly kind: 'chunk-limit'; readonly bytes: number }
  /** No clock battery: time goes back to 2000-01-01 after a power cut. */
  | { readonly kind: 'clock-resets' };

interface Quirk {
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
    effect: { kind: 'record-size', bytes: 8 },
    evidence: ['fananimi/pyzk#56', 'fananimi/pyzk#92', 'fananimi/pyzk#99'],
  },
  {
    id: 'visible-light-49',
    when: [model(/SpeedFace|MB560-VL|xFace600/i)],
    effect: { kind: 'record-size', bytes: 49 },
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
    effect: { kind: 'record-size', bytes: 40 },
    evidence: ['fananimi/pyzk test captures', 'adrobinoga/zk-protocol data-record.md'],
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
    id: 'zem-slow-chunks',
    when: [platform(/^ZEM\d/i)],
    effect: { kind: 'chunk-limit', bytes: 16_384 },
    evidence: ['coding-libs/zkteco-js#7', 'fananimi/pyzk#7', 'fananimi/pyzk#93'],
  },
  {
    id: 'mini-ta-clock',
    when: [model(/mini ?TA/i)],
    effect: { kind: 'clock-resets' },
    evidence: ['fananimi/pyzk#211'],
  },
];

type QuirkSubject = Pick<DeviceInfo, 'platform' | 'model'>;

/** The first effect of a kind for a terminal, by what it says of itself; or undefined. */
export function quirkEffect<Kind extends QuirkEffect['kind']>(
  info: QuirkSubject,
  kind: Kind,
): Extract<QuirkEffect, { kind: Kind }> | undefined {
  const found = QUIRKS.find(
    ({ effect, when }) => effect.kind === kind && when.some(({ field, pattern }) => pattern.test(info[field] ?? '')),
  );
  return found?.effect as Extract<QuirkEffect, { kind: Kind }> | undefined;
}
