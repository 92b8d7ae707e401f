import { BUILTIN_CODE_TABLES, methodsOf } from '@hadir/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRtlog } from './parse-access.js';
import { parseAttlog } from './parse-attlog.js';

const attlog = (text: string) => parseAttlog(Buffer.from(text));
const ROW = '7\t2026-07-15 07:28:11\t0\t15\t0\t0\t0';

describe('temperatures beside a punch', () => {
  it.each([
    [`${ROW}\t1\t36.6\t97.88`, 1, '36.6', `${ROW}\t1\t*\t*`],
    [`${ROW}\t0\t36\t36`, 0, '36', `${ROW}\t0\t*\t*`],
    [`${ROW}\t0\t0\t0`, 0, null, `${ROW}\t0\t0\t0`],
    [`${ROW}\t255\t36.6\t36.6`, null, null, `${ROW}\t255\t*\t*`],
    [`${ROW}\t1\t36.6\t36.6\t+28800\teyJsYXQiOi04LjV9`, 1, '36.6', `${ROW}\t1\t*\t*\t+28800\teyJsYXQiOi04LjV9`],
    [ROW, null, null, ROW],
  ])('%j', (text, mask, temperature, kept) => {
    const [row] = attlog(`${text}\n`).rows;
    expect([row?.maskFlag, row?.temperature, row?.raw]).toEqual([mask, temperature, kept]);
    expect(methodsOf(BUILTIN_CODE_TABLES, { table: 'zkteco.verify', code: row?.verify ?? -1 })).toEqual(['face']);
  });

  it('are struck out of rows that cannot be read, too', () => {
    const { problems } = attlog(`\tyesterday\t0\t15\t0\t0\t0\t1\t36.6\t36\n${'x\t'.repeat(3000)}38.4\n`);
    expect(problems).toHaveLength(2);
    expect(JSON.stringify(problems.map(({ raw }) => raw))).not.toMatch(/36|38\.4/);
  });

  it('never stay in what is kept, wherever firmware puts them', () => {
    const temperature = fc.integer({ min: 300, max: 450 }).map((tenths) => `${(tenths / 10).toFixed(1)}`);
    const other = fc.constantFrom('0', '1', '255', '', '+28800');
    fc.assert(
      fc.property(fc.array(other, { maxLength: 5 }), temperature, (columns, value) => {
        const { rows, problems } = attlog(`${[ROW, ...columns, value].join('\t')}\n`);
        expect([...rows, ...problems].map(({ raw }) => raw).join()).not.toContain(value);
      }),
    );
  });

  it('of access-control firmware are read, and struck out of what is kept', () => {
    const row =
      'time=2026-09-09 12:09:10\tpin=44\tevent=3\tinoutstatus=0\tverifytype=15\tmaskflag=1\ttemperature=36.5\tconvtemperature=97.7';
    const [read] = parseRtlog(Buffer.from(`${row}\r\n`)).rows;
    expect(read).toMatchObject({ temperature: '36.5', verify: 15, isPunch: true });
    expect(read?.raw).toContain('maskflag=1\ttemperature=*\tconvtemperature=*');
  });
});

describe('verify codes of faces', () => {
  it.each([
    [15, ['face']],
    [16, ['face', 'fingerprint']],
    [17, ['face', 'password']],
    [18, ['face', 'card']],
    [19, ['face', 'fingerprint', 'card']],
    [20, ['face', 'fingerprint', 'password']],
    [25, ['palm']],
  ])('%d means %j', (code, methods) => {
    expect(methodsOf(BUILTIN_CODE_TABLES, { table: 'zkteco.verify', code })).toEqual(methods);
  });
});
