import { afterEach, describe, expect, it } from 'vitest';
import { type AdmsTerminalOptions, startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { admsBench, send } from '../support/adms.js';
import { until } from '../support/context.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function bench(options: Parameters<typeof admsBench>[0] = {}) {
  const made = await admsBench(options);
  closers.push(() => made.close());
  return made;
}
function terminal(server: string, options: Partial<AdmsTerminalOptions> = {}) {
  const made = startAdmsTerminal({ server, serialNumber: 'SIM1', pollMs: 20, retryMs: 20, ...options });
  closers.push(() => made.stop());
  return made;
}
const backlog = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    pin: String(100 + (i % 50)),
    time: new Date(Date.UTC(2026, 0, 1) + i * 61_000).toISOString().slice(0, 19).replace('T', ' '),
    state: i % 2,
    verify: i % 3 === 0 ? 15 : 1,
    workCode: '0',
  }));

describe('push over ADMS', () => {
  it('greets in the zone of the place, takes the backlog, and every punch once', async () => {
    const { url, punches, state } = await bench();
    const device = terminal(url);
    device.backlog(backlog(450));
    await until(() => device.counts.greetings > 0, 'handshake');
    expect(device.options.get('TimeZone')).toBe('8');
    expect(device.options.get('TransFlag')).toBe('TransData AttLog\tOpLog\tEnrollUser\tChgUser');
    await device.settled(10_000);
    expect(punches()).toHaveLength(450);
    expect(punches()[0]).toMatchObject({
      kind: 'punch',
      deviceUserId: '100',
      transport: 'adms',
      time: { form: 'wall', wall: '2026-01-01T00:00:00' },
      verify: { code: 15 },
      state: { code: 0 },
      live: false,
      key: 'p|100|2026-01-01T00:00:00|15|0',
    });
    expect(state.cursor).toMatchObject({ adms: { ATTLOG: '450' } });
    device.punch({ pin: '7' });
    await until(() => punches().length === 451, 'live punch');
    expect(punches()[450]).toMatchObject({ deviceUserId: '7', live: true });
  });

  it('says OK only when the rows are durable', async () => {
    const { url, state, punches } = await bench();
    let release: () => void = () => undefined;
    state.beforeCommit = () => new Promise((resolve) => (release = resolve));
    const device = terminal(url);
    device.backlog(backlog(3));
    await until(() => device.counts.uploads > 0, 'upload');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(device.acknowledged).toBe(0);
    expect(punches()).toHaveLength(0);
    release();
    state.beforeCommit = async () => undefined;
    await device.settled(5_000);
    expect(punches()).toHaveLength(3);
  });

  it('answers 503 when the journal fails, and takes the same rows when it works again', async () => {
    const { url, state, punches } = await bench();
    state.beforeCommit = () => Promise.reject(new Error('no space left'));
    const device = terminal(url);
    device.backlog(backlog(120));
    await until(() => device.counts.refused >= 3, 'refusals');
    expect(device.acknowledged).toBe(0);
    state.beforeCommit = async () => undefined;
    await device.settled(5_000);
    expect(punches()).toHaveLength(120);
  });

  it('goes on from the stamp it stored, and survives a device that starts all over', async () => {
    const { url, punches, batches } = await bench();
    const first = terminal(url);
    first.backlog(backlog(10));
    await first.settled(5_000);
    await first.stop();
    const before = batches.length;
    const again = terminal(url);
    again.backlog(backlog(10));
    await again.settled(5_000);
    await until(() => again.counts.polls > 2, 'polls');
    expect(again.options.get('ATTLOGStamp')).toBe('10');
    expect(
      batches
        .slice(before)
        .flatMap((batch) => batch.readings)
        .filter((r) => r.kind === 'punch'),
    ).toHaveLength(0);
    const answer = await again.post(
      'ATTLOG',
      `${backlog(10)
        .map((p) => [p.pin, p.time, p.state, p.verify].join('\t'))
        .join('\n')}\n`,
    );
    expect(answer).toMatchObject({ status: 200, body: 'OK: 10' });
    expect(punches()).toHaveLength(10);
  });

  it('keeps the good rows of a batch with bad ones, and tells the operator of the bad', async () => {
    const { url, punches, readings, issues, issueCodes } = await bench();
    const body = [
      '1\t2026-07-15 07:28:11\t0\t1\t0\t0\t0',
      'no tabs at all here',
      '2\t2026-02-31 07:28:11\t0\t1\t0\t0\t0',
      '0701\t2026-07-15 07:29:00\t255\t15',
      '',
      '\u0000\u0001\u0002\t\u0003',
    ].join('\r\n');
    const answer = await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG&Stamp=5`, 'POST', body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(/^OK: \d+$/);
    expect(punches().map((p) => p.kind === 'punch' && p.deviceUserId)).toEqual(['1', '2', '0701']);
    expect(punches()[1]).toMatchObject({ time: { form: 'invalid', text: '2026-02-31T07:28:11' } });
    expect([...readings.values()]).toContainEqual(
      expect.objectContaining({
        kind: 'operation',
        operation: { table: 'zkteco.unreadable', code: 0 },
        raw: { encoding: 'utf8', data: 'no tabs at all here' },
      }),
    );
    expect(issueCodes()).toContain('ADMS_ROW_UNREADABLE');
    expect(issueCodes()).toContain('ZK_IMPOSSIBLE_DATES');
    expect(JSON.stringify([...issues.values()])).toContain('no tabs at all here');
  });

  it('takes eSSL paths, older tables and operations, and never keeps templates or passwords', async () => {
    const { url, readings, issueCodes } = await bench();
    expect(
      await send(
        `${url}/iclock/cdata.aspx?SN=SIM1&table=ATTLOG&Stamp=1`,
        'POST',
        '9001\t2026-07-28 22:40:21\t1\t15\t0\t0\t0\t0\t0\t0',
      ),
    ).toMatchObject({ status: 200, body: 'OK: 1' });
    const operlog = [
      'OPLOG 3\t0\t2026-07-07 01:43:07\t55\t0\t0\t0',
      'OPLOG 23\t1\t2026-07-07 01:44:07\t0\t0\t0\t0',
      'USER PIN=6\tName=Wati\tPri=14\tPasswd=12345\tCard=77\tGrp=1',
      'FP PIN=6\tFID=4\tSize=8\tValid=1\tTMP=TX9TUzIx',
    ].join('\n');
    expect(await send(`${url}/iclock/cdata?SN=SIM1&table=OPERLOG&Stamp=9`, 'POST', operlog)).toMatchObject({
      status: 200,
      body: 'OK: 4',
    });
    for (const table of ['BIODATA', 'FACE', 'BIOPHOTO', 'ATTPHOTO', 'IDCARD', 'ERRORLOG', 'NOVELTY']) {
      const answer = await send(
        `${url}/iclock/fdata?SN=SIM1&table=${table}&Stamp=1`,
        'POST',
        'Pin=6\tType=9\tTmp=c2VjcmV0\n',
      );
      expect(answer.status, table).toBe(200);
      expect(answer.body, table).toMatch(/^OK/);
    }
    const kept = JSON.stringify([...readings.values()]);
    expect(kept).not.toContain('12345');
    expect(kept).not.toContain('TX9TUzIx');
    expect(kept).not.toContain('c2VjcmV0');
    expect([...readings.values()].filter((r) => r.kind === 'operation')).toHaveLength(2);
    expect([...readings.values()].find((r) => r.kind === 'device-user' && r.name === 'Wati')).toMatchObject({
      deviceUserId: '6',
      privilege: 'admin',
      card: true,
    });
    expect(issueCodes()).toContain('ZK_TAMPER');
    expect(issueCodes()).toContain('ADMS_TABLE_UNKNOWN');
  });

  it('reports what the device says of itself', async () => {
    const { url, reports } = await bench();
    terminal(url);
    await until(() => reports.some((r) => r.type === 'info' && r.info.recordCount !== undefined), 'info');
    const info = Object.assign({}, ...reports.flatMap((r) => (r.type === 'info' ? [r.info] : [])));
    expect(info).toMatchObject({
      serialNumber: 'SIM1',
      model: 'SIM-ADMS',
      firmware: expect.stringContaining('Ver'),
      macAddress: '00:17:61:00:00:02',
      userCount: 0,
      recordCount: 0,
    });
    expect(reports.some((r) => r.type === 'traffic')).toBe(true);
  });

  it('answers pings and turns encrypting firmware back to clear text', async () => {
    const { url, issueCodes } = await bench();
    expect(await send(`${url}/iclock/ping?SN=SIM1`, 'GET')).toMatchObject({ status: 200, body: 'OK' });
    const answer = await send(`${url}/iclock/exchange?SN=SIM1&type=publickey`, 'POST', 'PublicKey=AAAA');
    expect(answer.body).toContain('PushProtVer=2.2.14');
    expect(issueCodes()).toContain('ADMS_ENCRYPTED_BODY');
  });
});
