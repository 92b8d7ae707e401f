import { afterEach, describe, expect, it } from 'vitest';
import { startAdmsTerminal } from '../../src/testing/adms-terminal.js';
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
const ROW = '1\t2026-07-15 07:28:11\t0\t1\t0\t0\t0\n';

describe('who may push', () => {
  it('puts an unknown serial number into the inbox once, believes nothing and makes it keep its data', async () => {
    const { url, strangers, readings } = await bench();
    const stranger = startAdmsTerminal({ server: url, serialNumber: 'NEW-7', pollMs: 20, retryMs: 20 });
    closers.push(() => stranger.stop());
    stranger.punch({ pin: '1' });
    await until(() => stranger.counts.refused > 5, 'refusals');
    expect((await stranger.post('ATTLOG', ROW)).status).toBe(503);
    expect(stranger.acknowledged).toBe(0);
    expect(stranger.counts.greetings).toBe(0);
    expect(readings.size).toBe(0);
    expect(strangers).toEqual([
      expect.objectContaining({ key: 'NEW-7', config: { transport: 'adms', serialNumber: 'NEW-7' } }),
    ]);
  });

  it('keeps the inbox readable when serial numbers are invented by the thousand', async () => {
    const { url, strangers } = await bench();
    for (let i = 0; i < 300; i += 1) await send(`${url}/iclock/getrequest?SN=FAKE${i}`, 'GET');
    expect(strangers.length).toBeLessThanOrEqual(200);
    expect((await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).status).toBe(200);
  });

  it('calls nobody unknown while devices are still being opened, nor one whose session just closed', async () => {
    const early = await bench({ graceMs: 60_000 });
    expect((await send(`${early.url}/iclock/getrequest?SN=SIM2`, 'GET')).status).toBe(503);
    expect(early.strangers).toEqual([]);
    const late = await bench();
    await late.device.close();
    expect((await send(`${late.url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).status).toBe(503);
    expect(late.strangers).toEqual([]);
    expect(late.readings.size).toBe(0);
  });

  it('asks for the secret in the path where one is set', async () => {
    const { url, readings, issueCodes } = await bench({ config: { pathSecret: 'rahasia-dinas' } });
    expect((await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).status).toBe(403);
    expect((await send(`${url}/rahasia-dinaz/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).status).toBe(403);
    expect(readings.size).toBe(0);
    expect(issueCodes()).toEqual(['ADMS_PATH_SECRET_WRONG']);
    expect((await send(`${url}/rahasia-dinas/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).body).toBe('OK: 1');
  });

  it('believes a terminal with a push key only after it stated the key, also when the hub was started anew', async () => {
    const { url, readings } = await bench({ config: { pushCommKey: 'kunci' } });
    expect((await send(`${url}/iclock/cdata?SN=SIM1&table=ATTLOG`, 'POST', ROW)).status).toBe(503);
    expect((await send(`${url}/iclock/cdata?SN=SIM1&options=all&pushcommkey=salah`, 'GET')).status).toBe(403);
    expect((await send(`${url}/iclock/getrequest?SN=SIM1`, 'GET')).body).toBe('C:1:CHECK\n');
    expect(readings.size).toBe(0);
    const device = startAdmsTerminal({
      server: url,
      serialNumber: 'SIM1',
      pushCommKey: 'kunci',
      pollMs: 20,
      retryMs: 20,
    });
    closers.push(() => device.stop());
    device.punch({ pin: '5' });
    await device.settled(5_000);
    expect(readings.size).toBe(1);
  });

  it('refuses a second device with the same serial number', async () => {
    const { server } = await bench();
    await expect(admsBench({}).then((other) => other.close())).resolves.toBeUndefined();
    const { openAdmsDevice } = await import('../support/adms-device.js');
    const { memoryHost } = await import('../support/context.js');
    expect(() => openAdmsDevice(server, memoryHost(), { transport: 'adms', serialNumber: 'SIM1' })).toThrow(
      /ADMS_SERIAL_TAKEN/,
    );
  });

  it.each([
    ['GET', '/'],
    ['GET', '/iclock/'],
    ['GET', '/iclock/cdata'],
    ['GET', '/iclock/cdata?SN='],
    ['GET', '/iclock/cdata?SN=../../etc/passwd'],
    ['POST', '/iclock/cdata?SN=%00%01%02'],
    ['POST', `/iclock/cdata?SN=${'A'.repeat(500)}`],
    ['GET', '/iclock/file?SN=SIM1&url=/etc/passwd'],
    ['GET', '/iclock/%2e%2e/%2e%2e/etc/passwd?SN=SIM1'],
  ] as const)('refuses %s %s', async (method, path) => {
    const { url, strangers, readings } = await bench();
    expect((await send(url + path, method, method === 'POST' ? ROW : undefined)).status).toBeGreaterThanOrEqual(400);
    expect(strangers).toEqual([]);
    expect(readings.size).toBe(0);
  });
});
