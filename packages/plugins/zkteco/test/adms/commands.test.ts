import { afterEach, describe, expect, it } from 'vitest';
import { startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { until } from '../support/context.js';
import { failureOf, openDevice, startPlugin } from '../support/driver.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function pair(options: { readonly clockErrorMs?: number; readonly encoding?: string } = {}) {
  const plugin = await startPlugin();
  closers.push(() => plugin.shared.close());
  const { encoding, ...terminalOptions } = options;
  const one = await openDevice(plugin, {
    transport: 'adms',
    serialNumber: 'SIM1',
    ...(encoding === undefined ? {} : { encoding }),
  });
  closers.push(() => one.close());
  const terminal = startAdmsTerminal({
    server: plugin.url,
    serialNumber: 'SIM1',
    pollMs: 20,
    retryMs: 20,
    users: [{ pin: '1', name: 'Siti', privilege: 0, card: '' }],
    ...terminalOptions,
  });
  closers.push(() => terminal.stop());
  return { one, terminal, plugin };
}
const row = (i: number) => ({
  pin: String(i),
  time: `2026-07-${String(1 + (i % 28)).padStart(2, '0')} 07:30:00`,
  state: 0,
  verify: 1,
  workCode: '0',
});

describe('commands over ADMS', () => {
  it('puts, reads and deletes users, again and again with the same end', async () => {
    const { one, terminal } = await pair();
    await until(() => terminal.counts.polls > 0, 'first call');
    const user = { deviceUserId: '0701', name: 'Budi\tC:9:REBOOT\n', privilege: 'manager' as const, card: 123 };
    for (let time = 0; time < 2; time += 1) {
      expect(await one.command({ name: 'user.put', user })).toEqual({ status: 'done' });
    }
    expect(terminal.users.get('0701')).toEqual({ pin: '0701', name: 'Budi C:9:REBOOT', privilege: 6, card: '123' });
    expect(terminal.commands.filter((command) => command.startsWith('REBOOT'))).toEqual([]);
    expect(await one.command({ name: 'users.read' })).toEqual({ status: 'done', data: { users: 2 } });
    expect([...one.readings.values()].filter((r) => r.kind === 'device-user').map((r) => r.deviceUserId)).toEqual([
      '1',
      '0701',
    ]);
    expect(JSON.stringify([...one.readings.values()])).not.toContain('1234');
    for (let time = 0; time < 2; time += 1) {
      expect(await one.command({ name: 'user.delete', deviceUserId: '0701' })).toEqual({ status: 'done' });
    }
    expect(terminal.users.has('0701')).toBe(false);
  });

  it('sets the clock by a fresh handshake and its Date', async () => {
    const { one, terminal } = await pair();
    await until(() => terminal.counts.greetings === 1, 'handshake');
    expect(await one.command({ name: 'clock.set' })).toEqual({ status: 'done', data: { by: 'handshake' } });
    expect(terminal.counts.greetings).toBe(2);
    const right = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');
    expect(terminal.time().slice(0, 16)).toBe(right);
    expect(await one.command({ name: 'clock.read' })).toMatchObject({ status: 'unsupported' });
  });

  it('proves by the count of the terminal that the whole log came', async () => {
    const { one, terminal } = await pair();
    terminal.backlog(Array.from({ length: 250 }, (_, i) => row(i)));
    await terminal.settled(10_000);
    expect(await one.command({ name: 'records.reread' })).toEqual({
      status: 'done',
      data: { kind: 'complete', expected: 250, received: 250 },
    });
    expect(one.punches()).toHaveLength(250);
    expect(terminal.commands.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'VERIFY SUM ATTLOG',
      'DATA QUERY ATTLOG',
    ]);
  });

  it('erases when ordered, restarts, and says what the firmware cannot do', async () => {
    const { one, terminal } = await pair();
    terminal.backlog([row(1)]);
    await terminal.settled(10_000);
    expect(terminal.punches).toHaveLength(1);
    expect(await one.command({ name: 'records.clear', confirmDeviceName: 'Lobby' })).toEqual({ status: 'done' });
    expect(terminal.punches).toHaveLength(0);
    expect(await one.command({ name: 'device.restart' })).toEqual({ status: 'done' });
    expect(await one.command({ name: 'door.unlock', seconds: 5 })).toMatchObject({ status: 'done' });
    expect(await one.command({ name: 'enrol.start', deviceUserId: '1' })).toMatchObject({
      status: 'unsupported',
      reason: expect.stringContaining('-1002'),
    });
  });

  it('says when the terminal never called, and when it does not answer in time', async () => {
    const { one, terminal, plugin } = await pair();
    await until(() => terminal.counts.polls > 0, 'first call');
    terminal.online(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(one.command({ name: 'device.restart' }, 300)).rejects.toThrow();
    const silent = await openDevice(plugin, { transport: 'adms', serialNumber: 'SIM2' });
    closers.push(() => silent.close());
    expect(await failureOf(silent.command({ name: 'device.restart' }))).toEqual({
      kind: 'unreachable',
      code: 'ADMS_SILENT',
    });
  });

  it('writes names in the encoding of the terminal', async () => {
    const { one, terminal } = await pair({ encoding: 'windows-1252' });
    await until(() => terminal.counts.polls > 0, 'first call');
    expect(await one.command({ name: 'user.put', user: { deviceUserId: '3', name: 'José' } })).toEqual({
      status: 'done',
    });
    // The simulated terminal reads UTF-8: the one byte of é is no valid character there.
    expect(terminal.users.get('3')?.name).toBe('Jos\ufffd');
  });
});
