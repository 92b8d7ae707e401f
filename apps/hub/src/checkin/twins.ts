/** Fewer strengths than this may agree by chance. */
const MIN_LENGTH = 5;
/** Mean difference in dB below which two walks are one: two phones in two hands never agree so well. */
const SAME_DB = 1;

/** Whether two phones sent what is one recording: their strengths agree frame by frame. A steady walk proves nothing. */
export function isSameWalk(a: readonly number[], b: readonly number[]): boolean {
  const length = Math.min(a.length, b.length);
  if (length < MIN_LENGTH || Math.abs(a.length - b.length) > 2) return false;
  const most = SAME_DB * length;
  let sum = 0;
  // Nearly all pairs differ soon, and there are many pairs in a rush.
  for (let i = 0; i < length && sum < most; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum < most && new Set(a).size >= 3;
}
