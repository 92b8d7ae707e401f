import { zkError } from '../errors.js';
import {
  type AttendanceLayout,
  KNOWN_LAYOUTS,
  layoutOfSize,
  MAX_RECORD_BYTES,
  SLOT_MIXED_LAYOUT,
  TEXT_LAYOUT,
} from './attendance-layout.js';
import { walkMixed } from './attendance-mixed.js';
import { SAMPLE_ROWS, scoreRows } from './attendance-score.js';
import { hexSample } from './bytes.js';

export interface LayoutQuestion {
  /** Bytes of all records together (without the table's length word). */
  readonly size: number;
  /** Records that the device says it holds; null or 0 when it does not say. Often wrong, so it is a hint only. */
  readonly count: number | null;
  /** First bytes of the records; `LAYOUT_SAMPLE_BYTES` of them or all there are. */
  readonly sample: Uint8Array;
  /** What terminals of this kind send; decides between sizes that fit the content equally well. */
  readonly usualBytes?: number | undefined;
  /** The present year; later times are implausible. */
  readonly latestYear: number;
}

/** Enough for the sample rows of the widest layout. */
export const LAYOUT_SAMPLE_BYTES = SAMPLE_ROWS * MAX_RECORD_BYTES;

/** Below this the bytes are not attendance records, whatever the arithmetic says. */
const LEAST_SCORE = 0.6;
/** A count that fits the size is believed down to here: some clones use codes that nobody has listed. */
const LEAST_SCORE_WITH_COUNT = 0.5;
/** A width that no source names must look right in every respect. */
const LEAST_SCORE_UNLISTED = 0.85;
const LEAST_ROWS_UNLISTED = 3;
/** Two layouts this close cannot be told apart. */
const TIE = 0.1;

interface Scored {
  readonly layout: AttendanceLayout;
  readonly score: number;
}

const byScore = (a: Scored, b: Scored): number => b.score - a.score || a.layout.recordBytes - b.layout.recordBytes;

function layoutFromCount(question: LayoutQuestion): AttendanceLayout | null {
  const { size, count } = question;
  return count !== null && count > 0 && size % count === 0 ? layoutOfSize(size / count) : null;
}

/** Whether a part of this width looks right too: then the count is too small, and its width would skip records. */
function skipsRecords(counted: AttendanceLayout, score: (layout: AttendanceLayout) => Scored): boolean {
  for (let parts = 2; counted.recordBytes / parts >= TEXT_LAYOUT.recordBytes; parts++) {
    const part = layoutOfSize(counted.recordBytes / parts);
    if (part !== null && score(part).score >= LEAST_SCORE_UNLISTED) return true;
  }
  return false;
}

function unlistedWidths(question: LayoutQuestion, score: (layout: AttendanceLayout) => Scored): readonly Scored[] {
  const found: Scored[] = [];
  for (let width = 41; width <= MAX_RECORD_BYTES; width++) {
    const layout = layoutOfSize(width);
    if (layout === null || question.size % width !== 0 || question.size / width < LEAST_ROWS_UNLISTED) continue;
    const scored = score(layout);
    // A multiple of the right width skips records and looks just as good: the smallest is the right one.
    if (scored.score >= LEAST_SCORE_UNLISTED && !found.some((f) => width % f.layout.recordBytes === 0)) {
      found.push(scored);
    }
  }
  return found;
}

/**
 * The record size of an attendance table: from size and count when they agree with the content, else from the content.
 * The count is checked against the content too: a wrong one can by chance divide to a known size, or to a multiple of the
 * right size, which would skip records without a trace.
 * @throws ZK_MEMORY_GARBAGE when nothing looks like records, ZK_RECORD_SIZE_UNKNOWN when several sizes do or none fits
 */
export function chooseAttendanceLayout(question: LayoutQuestion): AttendanceLayout {
  const { size, count, sample, latestYear } = question;
  const score = (layout: AttendanceLayout): Scored => ({ layout, score: scoreRows(sample, layout, latestYear) });
  const unknown = () =>
    zkError('ZK_RECORD_SIZE_UNKNOWN', { table: 'attendance', size, count: count ?? '?', sample: hexSample(sample) });

  const known = KNOWN_LAYOUTS.filter((layout) => size % layout.recordBytes === 0).map(score);
  let ranked = [...known].sort(byScore);
  const counted = layoutFromCount(question);
  if (counted !== null) {
    const { score: countedScore } = score(counted);
    const fits = countedScore >= LEAST_SCORE_WITH_COUNT && countedScore >= (ranked[0]?.score ?? 0) - TIE;
    if (fits && !skipsRecords(counted, score)) return counted;
  }
  if ((ranked[0]?.score ?? 0) < LEAST_SCORE) {
    ranked = [...unlistedWidths(question, score)].sort(byScore);
    if (ranked.length === 0 && size % 4 === 0 && walkMixed(sample, latestYear).plausible) return SLOT_MIXED_LAYOUT;
    if (ranked.length === 0 && known.length === 0) throw unknown();
    if (ranked.length === 0) {
      throw zkError('ZK_MEMORY_GARBAGE', { table: 'attendance', sample: hexSample(sample) });
    }
  }
  const [best, second] = ranked;
  const usual = ranked.find(({ layout }) => layout.recordBytes === question.usualBytes);
  if (best !== undefined && usual !== undefined && usual.score > best.score - TIE) return usual.layout;
  if (best === undefined || (second !== undefined && second.score > best.score - TIE)) throw unknown();
  return best.layout;
}
