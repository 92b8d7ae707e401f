import { describe, expect, it } from 'vitest';
import { parseAttlog } from './parse-attlog.js';
import { commandValue, encodeCommandLine, parseCommandLines } from './parse-command.js';
import { parseDeviceCmd } from './parse-devicecmd.js';
import { parseOperlog } from './parse-operlog.js';
import { parseOptionList } from './parse-options.js';
import { parseRequestLine } from './parse-request-line.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('push bodies', () => {
  it('are bounded in bytes and rows', () => {
    expect(() => parseAttlog(new Uint8Array(1001), { maxBytes: 1000 })).toThrow(/ADMS_BODY_TOO_LARGE/);
    expect(() => parseAttlog(bytes('1\t2026-07-15 07:00:00\n'.repeat(11)), { maxRows: 10 })).toThrow(
      /ADMS_TOO_MANY_ROWS/,
    );
  });

  it('may have names in the language of the firmware, row by row', () => {
    const gbk = Buffer.concat([
      Buffer.from('USER PIN=1\tName='),
      Buffer.from([0xcd, 0xf5, 0xd0, 0xa1]),
      Buffer.from('\tPri=0\nUSER PIN=2\tName=Sari\tPri=0\n'),
    ]);
    const names = (encoding: 'utf-8' | 'gbk') =>
      parseOperlog(gbk, { encoding }).rows.map((row) => (row.type === 'user' ? row.name : ''));
    expect(names('gbk')).toEqual(['王小', 'Sari']);
    expect(names('utf-8')[1]).toBe('Sari');
  });

  it('keep the password out of what is reported', () => {
    const { problems } = parseOperlog(bytes('USER PIN=\tName=x\tPasswd=987654\n'));
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems.map(({ raw, error }) => [raw, error.message]))).not.toContain('987654');
  });

  it('do not reach into the prototype', () => {
    expect(Object.keys(parseOptionList(bytes('__proto__=1,constructor=2')))).toEqual(['__proto__', 'constructor']);
    expect(parseDeviceCmd(bytes('ID=1&Return=0&CMD=X&__proto__=y')).rows[0]?.fields).toBeDefined();
    expect(({} as Record<string, unknown>).y).toBeUndefined();
  });

  it('drop the content that a result carries', () => {
    const { rows } = parseDeviceCmd(bytes('ID=5\nReturn=0\nCMD=GetFile\nContent=AAAA\nID=6\n'));
    expect(rows).toEqual([{ id: '5', code: 0, command: 'GetFile', fields: {} }]);
  });
});

describe('request lines', () => {
  it('are read with a secret in the path and the old ending', () => {
    const line = 'POST /s3cret/iclock/cdata.aspx?SN=A1&table=ATTLOG&Stamp=9999 HTTP/1.1';
    expect(parseRequestLine(line)).toMatchObject({ method: 'POST', endpoint: 'cdata', query: { SN: 'A1' } });
  });
});

describe('commands', () => {
  it('cannot be broken out of', () => {
    const name = commandValue('Budi\nC:2:SHELL reboot\tPri=14\u2028');
    expect(name).toBe('Budi C:2:SHELL reboot Pri=14');
    const line = encodeCommandLine({ id: '1', text: `DATA UPDATE USERINFO PIN=1\tName=${name}` });
    expect(parseCommandLines(line)).toHaveLength(1);
    expect(() => encodeCommandLine({ id: '1', text: 'CHECK\nC:2:SHELL reboot' })).toThrow(/ADMS_COMMAND_INVALID/);
    expect(() => encodeCommandLine({ id: '1\n', text: 'CHECK' })).toThrow(/ADMS_COMMAND_INVALID/);
  });
});
