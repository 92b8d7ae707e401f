import { afterEach, describe, expect, it } from 'vitest';
import { admsBench, send } from '../support/adms.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function bench() {
  const made = await admsBench();
  closers.push(() => made.close());
  return made;
}

describe('access-control firmware (Security PUSH 3.x)', () => {
  it('registers once under a code that lasts, fetches its options and is identified', async () => {
    const { url, reports } = await bench();
    const registration =
      'DeviceType=acc,~DeviceName=SenseFace 2A,FirmVer=ZAM70-NF24HA-Ver3.0.15,PushVersion=Ver 3.0.4S-20240809,~SerialNumber=SIM1';
    const first = await send(`${url}/iclock/registry?SN=SIM1`, 'POST', registration);
    expect(first.body).toMatch(/^RegistryCode=[0-9a-f]{32}$/);
    expect((await send(`${url}/iclock/registry?SN=SIM1`, 'POST', registration)).body).toBe(first.body);
    const greeting = await send(`${url}/iclock/cdata?SN=SIM1&options=all&DeviceType=acc&pushver=3.0.1`, 'GET');
    expect(greeting.body).toContain(first.body);
    const options = await send(`${url}/iclock/push?SN=SIM1`, 'POST', '');
    for (const line of ['ServerName=Hadir', 'TimeZone=8', 'Realtime=1', 'SessionID='])
      expect(options.body).toContain(line);
    expect(reports).toContainEqual({
      type: 'info',
      info: expect.objectContaining({ model: 'SenseFace 2A', firmware: 'ZAM70-NF24HA-Ver3.0.15' }),
    });
  });

  it('counts a person who was verified, and neither doors nor nobody', async () => {
    const { url, punches, readings, device } = await bench();
    await send(`${url}/iclock/push?SN=SIM1`, 'POST', '');
    const rtlog = [
      'time=2026-09-09 12:09:10\tpin=445966\tcardno=0\teventaddr=1\tevent=3\tinoutstatus=0\tverifytype=1\tindex=40',
      'time=2026-09-09 12:09:11\tpin=0\tcardno=0\teventaddr=1\tevent=27\tinoutstatus=1\tverifytype=0\tindex=41',
      'time=2026-09-09 12:09:12\tpin=0\tcardno=0\teventaddr=1\tevent=200\tinoutstatus=2\tverifytype=200\tindex=42',
    ].join('\r\n');
    expect(await send(`${url}/iclock/cdata?SN=SIM1&table=rtlog`, 'POST', rtlog)).toMatchObject({
      status: 200,
      body: 'OK',
    });
    const door = 'time=2026-09-09 12:09:11\tsensor=02\trelay=00\talarm=0100000000000000\tdoor=01\r\n';
    expect(await send(`${url}/iclock/cdata?SN=SIM1&table=rtstate`, 'POST', door)).toMatchObject({
      status: 200,
      body: 'OK',
    });
    expect(punches().map((punch) => punch.key)).toEqual(['p|445966|2026-09-09T12:09:10|1|0']);
    const user = 'user uid=5\tcardno=77\tpin=4\tpassword=9876\tgroup=1\tname=Rina\tprivilege=0\tdisable=0\tverify=0\n';
    const taken = await send(`${url}/iclock/cdata?SN=SIM1&table=tabledata&tablename=user&count=1`, 'POST', user);
    expect(taken.body).toBe('user=1');
    expect(JSON.stringify([...readings.values()])).not.toContain('9876');
    const order = { id: 'o', signal: AbortSignal.timeout(1_000), progress: () => undefined };
    expect(await device.command({ name: 'users.read' }, order)).toMatchObject({ status: 'unsupported' });
  });
});
