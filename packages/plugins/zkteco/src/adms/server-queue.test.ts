import { instant } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import { admsQueue } from './server-queue.js';

function queueAt(start = 1_800_000_000_000) {
  let nowMs = start;
  const queue = admsQueue({ serialNumber: 'SN1', clock: { now: () => instant(nowMs) }, maxSends: 2 });
  return { queue, pass: (ms: number) => (nowMs += ms) };
}
const never = new AbortController().signal;

describe('admsQueue', () => {
  it('hands a command out once and ends it with its result', async () => {
    const { queue } = queueAt();
    const done = queue.send('CHECK', never);
    const id = /^C:(\d{1,16}):CHECK\n$/.exec(queue.poll())?.[1] ?? '';
    expect(queue.poll()).toBe('');
    expect(queue.settle({ id, code: 0, fields: {} })).toBe(true);
    await expect(done).resolves.toMatchObject({ code: 0 });
    expect(queue.settle({ id, code: 0, fields: {} })).toBe(false);
  });

  it('sends again under the same id what was not confirmed, and gives up with a coded error', async () => {
    const { queue, pass } = queueAt();
    const done = queue.send('DATA UPDATE USERINFO PIN=1\tName=Budi', never);
    const first = queue.poll();
    pass(61_000);
    expect([queue.poll(), queue.poll()]).toEqual(['', '']);
    expect(queue.poll()).toBe(first);
    pass(61_000);
    queue.poll();
    queue.poll();
    queue.poll();
    await expect(done).rejects.toMatchObject({
      code: 'ADMS_COMMAND_LOST',
      details: { command: 'DATA UPDATE USERINFO' },
    });
  });

  it('does not believe a result for a command that was never sent', async () => {
    const { queue } = queueAt();
    const stop = new AbortController();
    const done = queue.send('CHECK', stop.signal);
    expect(queue.settle({ id: String(1_800_000_001), code: 0, fields: {} })).toBe(false);
    stop.abort(new Error('over'));
    await expect(done).rejects.toThrow('over');
    expect(queue.poll()).toBe('');
  });

  it('refuses a line break that would smuggle in a second command', () => {
    const { queue } = queueAt();
    expect(() => queue.send('DATA UPDATE USERINFO PIN=1\tName=a\nC:1:REBOOT', never)).toThrow(/ADMS_COMMAND_INVALID/);
  });
});
