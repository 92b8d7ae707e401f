import { instant, type PunchReading } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import { watchDrain } from './adms-drain.js';

const punch = (live: boolean) => ({ kind: 'punch', live }) as PunchReading;

function terminal() {
  let nowMs = 1_000_000;
  const said: boolean[] = [];
  const drain = watchDrain({ now: () => instant(nowMs) }, (yes) => void said.push(yes));
  return {
    said,
    drain,
    after(seconds: number) {
      nowMs += seconds * 1000;
      drain.heard();
    },
  };
}

describe('what a terminal kept', () => {
  it('is told when it has sent nothing old for a minute', () => {
    const { said, drain, after } = terminal();
    after(0);
    expect(said).toEqual([false]);
    after(30);
    drain.stored([punch(false)]);
    after(40);
    expect(said).toEqual([false]);
    after(30);
    expect(said).toEqual([false, true]);
    drain.stored([punch(true)]);
    after(30);
    expect(said).toEqual([false, true]);
  });

  it('is in doubt again after a silence, and when something old comes', () => {
    const { said, drain, after } = terminal();
    after(0);
    after(60);
    after(100);
    expect(said).toEqual([false, true]);
    after(121);
    after(60);
    drain.stored([punch(false)]);
    after(61);
    expect(said).toEqual([false, true, false, true, false, true]);
  });
});
