const NOON = 12;

/** Which way is offered: leaving after an arrival of today, else by the time of day. */
export function likelyDirection(
  last: { readonly direction: 'in' | 'out'; readonly at: string } | null,
  now: Date,
): 'in' | 'out' {
  if (last && new Date(last.at).toDateString() === now.toDateString()) return 'out';
  return now.getHours() < NOON ? 'in' : 'out';
}
