import { tryParseWall } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import type { SoapPunch } from '../soap/parse-answers.js';
import { soapLogNews } from './soap-log.js';

const row = (i: number): SoapPunch => {
  const text = `2026-07-${String(1 + (i % 28)).padStart(2, '0')}T07:30:00`;
  return {
    row: i + 1,
    raw: '',
    deviceUserId: String(i),
    time: { wall: tryParseWall(text), text },
    verify: 1,
    state: 0,
    workCode: null,
  };
};
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));

describe('soapLogNews', () => {
  it('hands on only what is new behind an unchanged part, and all when that is due', () => {
    const first = soapLogNews(rows(10), null, false, 1);
    expect(first).toMatchObject({ verdict: 'first', from: 0, cursor: { count: 10, fullAt: 1 } });
    expect(soapLogNews(rows(12), first.cursor, false, 2)).toMatchObject({
      verdict: 'continued',
      from: 10,
      cursor: { count: 12, fullAt: 1 },
    });
    expect(soapLogNews(rows(12), first.cursor, true, 3)).toMatchObject({ from: 0, cursor: { fullAt: 3 } });
  });

  it('hands on everything when something was inserted, replaced or erased', () => {
    const { cursor } = soapLogNews(rows(10), null, false, 1);
    const inserted = [...rows(3), row(99), ...rows(10).slice(3)];
    expect(soapLogNews(inserted, cursor, false, 2)).toMatchObject({ verdict: 'changed', from: 0 });
    expect(soapLogNews(rows(4), cursor, false, 2)).toMatchObject({ verdict: 'shrunk', from: 0, cursor: { count: 4 } });
  });

  it('takes an empty answer for what it is: no proof of anything', () => {
    const { cursor } = soapLogNews(rows(10), null, false, 1);
    expect(soapLogNews([], cursor, false, 2)).toEqual({ verdict: 'empty', from: 0, cursor });
    const empty = soapLogNews([], null, false, 1);
    expect(soapLogNews(rows(1), empty.cursor, false, 2)).toMatchObject({ verdict: 'continued', from: 0 });
  });
});
