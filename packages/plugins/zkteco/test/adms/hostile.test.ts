import { afterEach, describe, expect, it } from 'vitest';
import { admsBench, raw, send } from '../support/adms.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function bench(options: Parameters<typeof admsBench>[0] = {}) {
  const made = await admsBench(options);
  closers.push(() => made.close());
  return made;
}
const ROW = '1\t2026-07-15 07:28:11\t0\t1\t0\t0\t0\n';
const head = (length: number, table = 'ATTLOG') =>
  `POST /iclock/cdata?SN=SIM1&table=${table}&Stamp=1 HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;

async function stillServes(url: string) {
  const answer = await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW);
  expect(answer).toMatchObject({ status: 200, body: 'OK: 1' });
}

describe('hostile HTTP', () => {
  it('ends clients that drip their headers or their body, and serves others meanwhile', async () => {
    const { url, server, readings } = await bench({
      limits: { headersTimeoutMs: 300, bodyIdleMs: 300, requestTimeoutMs: 5_000 },
    });
    const drips = Array.from({ length: 200 }, () => 'x');
    const [slowHead, slowBody] = [
      raw(server.port, ['GET /iclock/cdata?SN=SIM1 HTTP/1.1\r\n', ...drips], 50),
      raw(server.port, [head(200), ...drips], 50),
    ];
    await stillServes(url);
    const silent = raw(server.port, [head(200), 'x'], 1);
    expect(await slowHead).toMatch(/^(HTTP\/1.1 4|$)/);
    expect(await slowBody).toMatch(/^(HTTP\/1.1 4|$)/);
    expect(await silent).toMatch(/^(HTTP\/1.1 4|$)/);
    expect(readings.size).toBe(1);
  });

  it('holds no more connections than it says', async () => {
    const { url, server } = await bench({ limits: { maxConnectionsPerAddress: 8 } });
    const held = Array.from({ length: 30 }, () => raw(server.port, [head(50)], 1));
    const ended = await Promise.all(held.slice(8));
    expect(ended.every((answer) => answer === '')).toBe(true);
    await server.close();
    await Promise.all(held);
    await expect(stillServes(url)).rejects.toThrow();
  });

  it('works off a body far larger than it holds, in bounded memory', async () => {
    const { url, punches } = await bench();
    const rows = 60_000;
    const body = Buffer.from(
      Array.from({ length: rows }, (_, i) => {
        const time = new Date(Date.UTC(2020, 0, 1) + i * 60_000).toISOString().slice(0, 19).replace('T', ' ');
        return `${i % 500}\t${time}\t0\t1\t0\t0\t0\n`;
      }).join(''),
    );
    const answer = await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG&Stamp=1`, 'POST', body);
    expect(answer).toMatchObject({ status: 200, body: `OK: ${rows}` });
    expect(punches()).toHaveLength(rows);
  });

  it('cuts off a body over the limit, keeps what came before and says so', async () => {
    const { url, punches, issueCodes } = await bench({ limits: { maxBodyBytes: 300_000 } });
    const answer = await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW.repeat(20_000)).catch(() => null);
    if (answer !== null) expect(answer.status).toBe(413);
    expect(punches()).toHaveLength(1);
    expect(issueCodes()).toContain('ADMS_BODY_TOO_LARGE');
    await stillServes(url);
  });

  it('skips one endless row and takes the others', async () => {
    const { url, punches, issueCodes } = await bench({ limits: { maxBytesHeld: 100_000 } });
    const answer = await send(
      `${url}/iclock/cdata?SN=SIM1&table=ATTLOG`,
      'POST',
      `${ROW}${'x'.repeat(500_000)}\n2${ROW}`,
    );
    expect(answer.status).toBe(200);
    expect(punches().map((p) => p.kind === 'punch' && p.deviceUserId)).toEqual(['1', '21']);
    expect(issueCodes()).toContain('ADMS_ROW_TOO_LONG');
  });

  it.each([
    'ATTLOG',
    'OPERLOG',
    'options',
    'rtlog',
    'rtstate',
    'tabledata',
    'BIODATA',
    'ATTPHOTO',
    '',
    "'; DROP TABLE x; --",
  ])('bears binary garbage for table %j', async (table) => {
    const { url } = await bench();
    const garbage = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * 7919 + (i >> 3)) & 255));
    const answer = await send(`${url}/iclock/cdata?SN=SIM1&table=${encodeURIComponent(table)}`, 'POST', garbage);
    expect([200, 400]).toContain(answer.status);
    const results = await send(`${url}/iclock/devicecmd?SN=SIM1`, 'POST', garbage);
    expect([200, 400]).toContain(results.status);
    await stillServes(url);
  });

  it('bears requests that are not HTTP, lie about their length or hang up', async () => {
    const { url, server, readings } = await bench({ limits: { bodyIdleMs: 300 } });
    const answers = await Promise.all([
      raw(server.port, ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], 1),
      raw(server.port, ['PP\x82\x7d\x08\x00\x00\x00\xe8\x03\x17\xfc\x00\x00\x00\x00'], 1),
      raw(
        server.port,
        ['POST /iclock/cdata?SN=SIM1&table=ATTLOG HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n'],
        1,
      ),
      raw(server.port, [head(5000), ROW], 1),
      raw(server.port, [`GET /iclock/cdata?SN=SIM1&x=${'y'.repeat(60_000)} HTTP/1.1\r\n\r\n`], 1),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1.1 4|$)/);
    expect(readings.size).toBeLessThanOrEqual(1);
    await stillServes(url);
  });
});
