import { afterEach, describe, expect, it } from 'vitest';
import { startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { startSoapTerminal } from '../../src/testing/soap-terminal.js';
import { until } from '../support/context.js';
import { openDevice, startPlugin } from '../support/driver.js';
import { fakeTerminal } from '../support/fake-terminal.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The records of the fake terminal, as the same terminal would push them. */
function pushedLog(records: number, users: number) {
  const verify = [1, 4, 15, 3];
  return Array.from({ length: records }, (_, i) => ({
    pin: String(100_000 + (i % users) + 1),
    time: new Date(Date.UTC(2020, 0, 1) + i * 97_000).toISOString().slice(0, 19).replace('T', ' '),
    state: i % 6,
    verify: verify[i & 3] as number,
    workCode: '0',
  }));
}

describe('a terminal that is read and also pushes', () => {
  it('gives every punch one key, whichever way is first', async () => {
    const plugin = await startPlugin();
    closers.push(() => plugin.shared.close());
    const fake = await fakeTerminal.start({ records: 700, users: 30 });
    closers.push(() => fake.close());
    const one = await openDevice(plugin, {
      transport: 'tcp',
      host: '127.0.0.1',
      port: fake.port,
      serialNumber: 'FAKE00000001',
      alsoPush: true,
    });
    closers.push(() => one.close());
    const push = startAdmsTerminal({ server: plugin.url, serialNumber: 'FAKE00000001', pollMs: 20, retryMs: 20 });
    closers.push(() => push.stop());
    push.backlog(pushedLog(400, 30));
    await push.settled(10_000);
    expect(one.punches()).toHaveLength(400);
    await one.backfill();
    expect(one.punches()).toHaveLength(700);
    push.backlog(pushedLog(700, 30).slice(400));
    await push.settled(10_000);
    expect(one.punches()).toHaveLength(700);
    expect(one.state.cursor).toMatchObject({ v: 1, adms: { ATTLOG: '700' }, log: { count: 700 } });
  });

  it('does the same for one that is read over SOAP, and asks the second way for what the first cannot do', async () => {
    const plugin = await startPlugin();
    closers.push(() => plugin.shared.close());
    const log = pushedLog(100, 10);
    const box = await startSoapTerminal({
      serialNumber: 'X100C-9',
      memory: { punches: log.map(({ pin, time, state, verify }) => ({ pin, time, state, verify })) },
    });
    closers.push(() => box.stop());
    const one = await openDevice(plugin, {
      transport: 'soap',
      host: '127.0.0.1',
      port: box.port,
      serialNumber: 'X100C-9',
      alsoPush: true,
    });
    closers.push(() => one.close());
    const push = startAdmsTerminal({ server: plugin.url, serialNumber: 'X100C-9', pollMs: 20, retryMs: 20 });
    closers.push(() => push.stop());
    push.backlog(log);
    await push.settled(10_000);
    await one.backfill();
    expect(one.punches()).toHaveLength(100);
    await until(() => push.counts.polls > 2, 'polls');
    const user = { deviceUserId: '55', name: 'Rina' };
    expect(await one.command({ name: 'user.put', user })).toEqual({ status: 'done' });
    expect(push.users.get('55')).toMatchObject({ name: 'Rina' });
  });
});
