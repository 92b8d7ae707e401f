import { type Instant, type IssueReport, instant } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import type { AdmsResult } from '../adms/server-queue.js';
import type { AdmsLink } from './adms-link.js';
import { recheckAttlog } from './adms-recheck.js';
import { WHOLE_LOG } from './adms-window.js';

/** A terminal that counts `holds` punches and sends `sends` of them when asked; time passes at every look. */
function terminal(answers: { readonly holds: number | null; readonly sends: number; readonly query?: number }) {
  const issues: IssueReport[] = [];
  const cleared: string[] = [];
  const asked: string[] = [];
  let now = 1_800_000_000_000;
  let stored = 0;
  const clock = {
    now: (): Instant => {
      now += 20_000;
      return instant(now);
    },
  };
  const send = async (command: string): Promise<AdmsResult> => {
    asked.push(command.split(' ').slice(0, 2).join(' '));
    if (command.startsWith('VERIFY SUM')) {
      return answers.holds === null
        ? { id: '1', code: -1002, fields: {} }
        : { id: '1', code: 0, fields: { AttlogSum: String(answers.holds) } };
    }
    stored = answers.sends;
    return { id: '2', code: answers.query ?? 0, fields: {} };
  };
  const link = {
    context: {
      clock,
      raise: (issue: IssueReport) => void issues.push(issue),
      clear: (code: string) => void cleared.push(code),
    },
    terminal: { queue: { send } },
    counts: () => ({ punches: stored, appended: stored, users: 0, lastAtMs: 0 }),
    countWindow: () => ({ stored: () => stored, end: () => undefined }),
  } as unknown as AdmsLink;
  return { link, issues, cleared, asked };
}
const never = new AbortController().signal;

describe('recheckAttlog', () => {
  it('proves a whole log, and does not ask for it again when its count is known', async () => {
    const whole = terminal({ holds: 12, sends: 12 });
    expect(await recheckAttlog(whole.link, WHOLE_LOG, null, never)).toEqual({
      kind: 'complete',
      expected: 12,
      received: 12,
    });
    expect(whole.cleared).toEqual(['ADMS_INCOMPLETE']);
    const known = terminal({ holds: 12, sends: 0 });
    expect(await recheckAttlog(known.link, WHOLE_LOG, 12, never)).toMatchObject({ kind: 'complete' });
    expect(known.asked).toEqual(['VERIFY SUM']);
  });

  it('tells the operator when the terminal holds more than it sends', async () => {
    const short = terminal({ holds: 12, sends: 9 });
    expect(await recheckAttlog(short.link, WHOLE_LOG, null, never)).toMatchObject({ kind: 'incomplete', received: 9 });
    expect(short.issues).toEqual([
      { code: 'ADMS_INCOMPLETE', details: { expected: 12, received: 9, from: WHOLE_LOG[0], to: WHOLE_LOG[1] } },
    ]);
  });

  it('claims no proof where the firmware does not count', async () => {
    const mute = terminal({ holds: null, sends: 9 });
    expect(await recheckAttlog(mute.link, WHOLE_LOG, null, never)).toEqual({ kind: 'unproven', received: 9 });
    const deaf = terminal({ holds: null, sends: 0, query: -1002 });
    expect(await recheckAttlog(deaf.link, WHOLE_LOG, null, never)).toEqual({ kind: 'unsupported' });
  });
});
