import type { FaceAnswer, FaceRequest } from '@hadir/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { startSoapTerminal } from '../../src/testing/soap-terminal.js';
import { until } from '../support/context.js';
import { openDevice, startPlugin } from '../support/driver.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function pair(config: Record<string, unknown> = {}, hasFaces = true) {
  const plugin = await startPlugin();
  closers.push(() => plugin.shared.close());
  const one = await openDevice(plugin, { transport: 'adms', serialNumber: 'SIM1', ...config });
  closers.push(() => one.close());
  const terminal = startAdmsTerminal({ server: plugin.url, serialNumber: 'SIM1', pollMs: 20, retryMs: 20, hasFaces });
  closers.push(() => terminal.stop());
  const { faces } = plugin.shared;
  const signal = AbortSignal.timeout(20_000);
  return {
    one,
    terminal,
    send: async (request: FaceRequest<'send'>): Promise<FaceAnswer<'send'>> =>
      (await faces?.send?.(request, signal)) ?? { state: 'unsupported' },
    withdraw: async (request: FaceRequest<'withdraw'>): Promise<FaceAnswer<'withdraw'>> =>
      (await faces?.withdraw?.(request, signal)) ?? { left: -1 },
  };
}

/** Long enough to need an answer of its own. */
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60_000, 7), Buffer.from([0xff, 0xd9])]);

function request(deviceId: string, picture = jpeg): FaceRequest<'send'> {
  return { name: 'send', deviceId, personKey: 'P0701', displayName: 'Siti', picture: picture.toString('base64') };
}

describe('faces over ADMS', () => {
  it('are sent as a photograph, again and again, and withdrawn with proof', async () => {
    const { one, terminal, send, withdraw } = await pair();
    await until(() => terminal.counts.polls > 0, 'first call');
    const { deviceId } = one.context;
    for (let time = 0; time < 2; time += 1) expect(await send(request(deviceId))).toEqual({ state: 'stored' });
    expect(terminal.faces.get('P0701')?.equals(jpeg)).toBe(true);
    expect(terminal.users.get('P0701')?.name).toBe('Siti');
    const withdrawal = { name: 'withdraw', deviceId, personKey: 'P0701' } as const;
    expect(await withdraw(withdrawal)).toEqual({ left: 0 });
    expect(terminal.faces.size + terminal.users.size).toBe(0);
    expect(terminal.commands.at(-1)).toBe('DATA QUERY USERINFO PIN=P0701');
    expect(await withdraw(withdrawal)).toEqual({ left: 0 });
    // Nothing of a picture stays in the journal or in an issue.
    expect(JSON.stringify([[...one.readings.values()], one.issueCodes()])).not.toContain(
      request('x').picture.slice(0, 40),
    );
  });

  it('are told unsupported by a terminal that says so, and refused with a code when the picture is wrong', async () => {
    const old = await pair({}, false);
    await until(() => old.terminal.counts.polls > 0, 'first call');
    expect(await old.send(request(old.one.context.deviceId))).toEqual({ state: 'unsupported' });
    expect(old.terminal.commands).toEqual([]);
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(10)]);
    const { one, terminal, send } = await pair();
    await until(() => terminal.counts.polls > 0, 'first call');
    await expect(send(request(one.context.deviceId, png))).rejects.toMatchObject({ code: 'ADMS_FACE_PICTURE' });
    const huge = Buffer.concat([jpeg, Buffer.alloc(1024 * 1024)]);
    await expect(send(request(one.context.deviceId, huge))).rejects.toMatchObject({ code: 'ADMS_FACE_PICTURE' });
    await expect(send(request('another'))).rejects.toMatchObject({ code: 'ADMS_DEVICE_NOT_OPEN' });
  });
});

describe('faces elsewhere', () => {
  it('are told unsupported by a terminal that is only read', async () => {
    const plugin = await startPlugin();
    closers.push(() => plugin.shared.close());
    const soap = await startSoapTerminal();
    closers.push(() => soap.stop());
    const one = await openDevice(plugin, { transport: 'soap', host: '127.0.0.1', port: soap.port });
    closers.push(() => one.close());
    const { faces } = plugin.shared;
    const answer = await faces?.send?.(request(one.context.deviceId), AbortSignal.timeout(5_000));
    expect(answer).toEqual({ state: 'unsupported' });
    await one.close();
    await expect(faces?.send?.(request(one.context.deviceId), AbortSignal.timeout(5_000))).rejects.toMatchObject({
      code: 'ADMS_DEVICE_NOT_OPEN',
    });
  });
});

describe('temperature over ADMS', () => {
  it.each([false, true])('taken: %s; never part of the punch', async (temperature) => {
    const { one, terminal } = await pair(temperature ? { temperature, temperatureMode: 'surface' } : {});
    terminal.punch({ pin: '7', verify: 15, mask: 1, temperature: '36.7' });
    await terminal.settled(10_000);
    expect(one.punches()).toHaveLength(1);
    expect(JSON.stringify(one.punches())).not.toContain('36.7');
    const [punch] = one.punches();
    expect(punch?.raw.data).toMatch(/\t1\t\*\t\*$/);
    const taken = [...one.readings.values()].filter(({ kind }) => kind === 'temperature');
    expect(taken).toHaveLength(temperature ? 1 : 0);
    if (temperature) {
      expect(taken[0]).toMatchObject({ deviceUserId: '7', value: 36.7, unit: 'C', mode: 'surface', time: punch?.time });
      expect(taken[0]?.key).not.toContain('36.');
    }
  });
});
