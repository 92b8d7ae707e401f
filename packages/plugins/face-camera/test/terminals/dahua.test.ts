import { memorySink, until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type DahuaTerminal, type DahuaTerminalOptions, startDahuaTerminal } from '../../src/testing/dahua-terminal.js';
import { DEVICE, PASSWORD, peopleOf, type Running, run } from './support.js';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function terminalWith(options: DahuaTerminalOptions = {}): Promise<DahuaTerminal> {
  const terminal = await startDahuaTerminal(options);
  open.push(() => terminal.stop());
  return terminal;
}

async function started(
  terminal: DahuaTerminal,
  more: Record<string, unknown> = {},
  options: Parameters<typeof run>[1] = {},
): Promise<Running> {
  const { host, port } = terminal;
  const running = await run({ type: 'dahua', host, port, username: 'admin', password: PASSWORD, ...more }, options);
  open.push(() => running.running.stop());
  return running;
}

const now = () => Math.floor(Date.now() / 1000);

describe('log', () => {
  it('is read whole, each record once; refusals and openings from afar are no punch', async () => {
    const terminal = await terminalWith();
    for (let i = 0; i < 1300; i++) terminal.record({ UserID: `u${i}`, CreateTime: now() - 86_400 * 3 + i * 7 });
    terminal.record({ UserID: 'no-method', Method: undefined as never, CreateTime: now() - 60 });
    terminal.record({ UserID: '', Status: 0, CreateTime: now() - 50 });
    terminal.record({ UserID: '', Method: 4, CreateTime: now() - 40 });
    const { punches, readings } = await started(terminal, { live: 'poll' });
    await until('all are read', () => punches().length >= 1301);
    expect(new Set(peopleOf(punches())).size).toBe(1301);
    expect(readings().filter(({ kind }) => kind !== 'punch')).toMatchObject([
      { kind: 'operation', operation: { code: 4 } },
    ]);
    const plain = punches().find(({ deviceUserId }) => deviceUserId === 'no-method');
    expect(plain).not.toHaveProperty('verify');
    expect(plain?.state).toEqual({ table: 'dahua.state', code: 256 });
  });

  it('goes on from the cursor', async () => {
    const terminal = await terminalWith();
    for (let i = 0; i < 50; i++) terminal.record({ UserID: `old${i}`, CreateTime: now() - 4000 + i });
    const sink = memorySink();
    const first = await started(terminal, { live: 'poll' }, { sink });
    await until('all are read', () => first.punches().length === 50);
    await first.running.stop();
    terminal.record({ UserID: 'new' });
    const second = await started(terminal, { live: 'poll' }, { sink });
    await until('the new one is read', () => peopleOf(second.punches()).includes('new'));
    expect(second.punches()).toHaveLength(51);
  });

  it('of a terminal that writes local time as UTC is corrected', async () => {
    const terminal = await terminalWith({ isLocalTime: true });
    const atSeconds = now() - 600;
    terminal.record({ UserID: 'early', CreateTime: atSeconds + 25_200 });
    const { punches, issues } = await started(terminal);
    await until('the line is open', () => terminal.openLines === 1);
    terminal.scan('live');
    await until('both are there', () => punches().length === 2);
    const early = punches().find(({ deviceUserId }) => deviceUserId === 'early');
    expect(early?.time).toEqual({ form: 'instant', epochMs: atSeconds * 1000 });
    const live = punches().find(({ deviceUserId }) => deviceUserId === 'live');
    expect(Math.abs((live?.time.form === 'instant' ? live.time.epochMs : 0) - Date.now())).toBeLessThan(10_000);
    expect(issues.has('FACE_TERMINAL_LOCAL_TIMES')).toBe(true);
  });
});

describe('open line', () => {
  it.each([true, false])(
    'tells at once, finds what was lost, counts twice-told once (record numbers: %s)',
    async (hasLiveRecNo) => {
      const terminal = await terminalWith({ hasLiveRecNo });
      const { punches } = await started(terminal, { pollIntervalSeconds: 1 });
      await until('the line is open', () => terminal.openLines === 1);
      terminal.scan('a', { AttendanceState: 4 });
      await until('a is told', () => peopleOf(punches()).includes('a'));
      expect(punches()[0]).toMatchObject({ verify: { code: 15 }, state: { code: 4 } });
      terminal.record({ UserID: 'lost' });
      terminal.repeat(terminal.scan('b'));
      await until('the lost one is found', () => punches().length === 3, 5_000);
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(peopleOf(punches())).toHaveLength(3);
    },
  );

  it('loses nothing when it is cut in the middle of an event, or while nobody listens', async () => {
    const terminal = await terminalWith();
    const { punches } = await started(terminal);
    for (let round = 0; round < 4; round++) {
      await until('the line is open', () => terminal.openLines === 1);
      terminal.scan(`whole-${round}`);
      terminal.cutWhileTelling({ UserID: `half-${round}` });
      await until('the line is cut', () => terminal.openLines === 0);
      terminal.record({ UserID: `dark-${round}` });
    }
    await until('all are stored', () => punches().length >= 12);
    expect(new Set(peopleOf(punches())).size).toBe(12);
    expect(punches()).toHaveLength(12);
  });
});

describe('orders and sign-in', () => {
  it('sets the clock and opens the door', async () => {
    const terminal = await terminalWith({ clockErrorMs: 400_000 });
    const { running, issues, readings } = await started(terminal);
    await until('the line is open', () => terminal.openLines === 1);
    expect(issues.has('FACE_TERMINAL_CLOCK_SKEW')).toBe(true);
    await running.command({ id: '1', command: { name: 'clock.set' }, deadlineMs: 5_000 });
    expect(issues.has('FACE_TERMINAL_CLOCK_SKEW')).toBe(false);
    await running.command({ id: '2', command: { name: 'door.unlock', seconds: 3 }, deadlineMs: 5_000 });
    await until('the opening is told', () => readings().some(({ kind }) => kind === 'operation'));
    expect(await running.command({ id: '3', command: { name: 'users.read' }, deadlineMs: 5_000 })).toMatchObject({
      status: 'unsupported',
    });
  });

  it('with a wrong password is tried once', async () => {
    const terminal = await terminalWith();
    const { running } = await started(terminal, { password: 'salah-salah' });
    await until('it is refused', () => running.status().detail === 'auth');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(terminal.loginFailures).toBeLessThanOrEqual(2);
  });
});

describe('faces', () => {
  it('go to the terminal below its size, replace what is there, and are withdrawn with proof', async () => {
    const { default: sharp } = await import('sharp');
    const noise = { mean: 128, sigma: 60, type: 'gaussian' } as const;
    const picture = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#888', noise } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const terminal = await terminalWith();
    const { running } = await started(terminal);
    await until('the line is open', () => terminal.openLines === 1);
    const { signal } = new AbortController();
    const person = { deviceId: DEVICE, personKey: 'P0701' };
    const request = { name: 'send', ...person, displayName: 'Siti', picture: picture.toString('base64') } as const;
    expect(await running.faces('send', request, signal)).toEqual({ state: 'stored' });
    expect(terminal.faces.get('P0701')?.length).toBeLessThan(100 * 1024);
    expect(await running.faces('send', { ...request, displayName: 'Siti Aminah' }, signal)).toEqual({
      state: 'stored',
    });
    expect(terminal.users.get('P0701')).toBe('Siti Aminah');
    for (let time = 0; time < 2; time++) {
      expect(await running.faces('withdraw', { name: 'withdraw', ...person }, signal)).toEqual({ left: 0 });
    }
    expect(terminal.faces.size + terminal.users.size).toBe(0);
  });
});
