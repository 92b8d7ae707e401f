import { pause } from '@hadir/sdk';
import { admsCommands, isUnsupportedResult } from '../adms/server-commands.js';
import type { AdmsLink } from './adms-link.js';
import type { LogWindow } from './adms-window.js';

/** Rows of a query come in uploads of their own, before or after its result: it is over when nothing came for so long. */
const QUIET_MS = 30_000;
const LOOK_EVERY_MS = 250;

/**
 * - `complete`: the terminal's own count was reached.
 * - `unproven`: the rows came again, but this firmware does not count.
 * - `unsupported`: it can neither count nor send again.
 */
export type RecheckResult =
  | { readonly kind: 'complete' | 'incomplete'; readonly expected: number; readonly received: number }
  | { readonly kind: 'unproven'; readonly received: number }
  | { readonly kind: 'unsupported' };

/**
 * Proves that a stretch of the terminal's log is in the journal: the terminal counts its punches (`VERIFY SUM`), and
 * sends them again (`DATA QUERY`) unless as many are known to have come. What is known already is not doubled.
 * @param known punches of this stretch that surely are in the journal; null when that cannot be told
 */
export async function recheckAttlog(
  link: AdmsLink,
  [from, to]: LogWindow,
  known: number | null,
  signal: AbortSignal,
): Promise<RecheckResult> {
  const { context, terminal } = link;
  const counted = await terminal.queue.send(admsCommands.countAttlog(from, to), signal);
  const expected = counted.code === 0 ? countOf(counted.fields.AttlogSum) : null;
  if (expected !== null && known !== null && known >= expected) {
    context.clear('ADMS_INCOMPLETE');
    return { kind: 'complete', expected, received: known };
  }
  const window = link.countWindow(from, to);
  try {
    const asked = await terminal.queue.send(admsCommands.queryAttlog(from, to), signal);
    if (isUnsupportedResult(asked.code)) return { kind: 'unsupported' };
    await settled(link, () => expected !== null && window.stored() >= expected, signal);
    const received = window.stored();
    if (expected === null) return { kind: 'unproven', received };
    if (received >= expected) {
      context.clear('ADMS_INCOMPLETE');
      return { kind: 'complete', expected, received };
    }
    if (!signal.aborted) context.raise({ code: 'ADMS_INCOMPLETE', details: { expected, received, from, to } });
    return { kind: 'incomplete', expected, received };
  } finally {
    window.end();
  }
}

async function settled(link: AdmsLink, isEnough: () => boolean, signal: AbortSignal): Promise<void> {
  const { clock } = link.context;
  const startedAtMs = clock.now();
  while (!signal.aborted && !isEnough()) {
    if (clock.now() - Math.max(startedAtMs, link.counts().lastAtMs) >= QUIET_MS) return;
    await pause(LOOK_EVERY_MS, signal);
  }
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
