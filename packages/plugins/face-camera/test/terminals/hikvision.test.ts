import { memorySink, seededRandom, until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HikvisionTerminal,
  type HikvisionTerminalOptions,
  startHikvisionTerminal,
} from '../../src/testing/hikvision-terminal.js';
import { DEVICE, freePort, PASSWORD, peopleOf, type Running, run } from './support.js';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function terminalWith(options: HikvisionTerminalOptions = {}): Promise<HikvisionTerminal> {
  const terminal = await startHikvisionTerminal(options);
  open.push(() => terminal.stop());
  return terminal;
}

function configOf(terminal: HikvisionTerminal, more: Record<string, unknown> = {}) {
  return {
    type: 'hikvision',
    host: terminal.host,
    port: terminal.port,
    username: 'admin',
    password: PASSWORD,
    idleSeconds: 5,
    ...more,
  };
}

async function started(config: Record<string, unknown>, options: Parameters<typeof run>[1] = {}): Promise<Running> {
  const running = await run(config, options);
  open.push(() => running.running.stop());
  return running;
}

const minutesAgo = (minutes: number): string =>
  new Date(Date.now() + 7 * 3_600_000 - minutes * 60_000).toISOString().slice(0, 19);

describe('log', () => {
  it('is read whole, over pages and windows, each event once, with its method from the event', async () => {
    const terminal = await terminalWith();
    for (let i = 0; i < 700; i++)
      terminal.record({ employeeNo: `e${i}`, wall: minutesAgo(60 * 24 * 3 - i), minor: 75 });
    terminal.record({ employeeNo: 'finger', wall: minutesAgo(30), minor: 38, attendanceStatus: 'checkIn' });
    terminal.record({ wall: minutesAgo(29), minor: 76 });
    terminal.record({ wall: minutesAgo(28), major: 3, minor: 1024 });
    const { punches, readings } = await started(configOf(terminal, { live: 'poll' }));
    await until('all are read', () => punches().length >= 701);
    expect(new Set(peopleOf(punches())).size).toBe(701);
    expect(punches().find(({ deviceUserId }) => deviceUserId === 'finger')).toMatchObject({
      verify: { table: 'hikvision.verify', code: 38 },
      state: { table: 'hikvision.state', code: 1 },
      time: { form: 'wall', utcOffsetSeconds: 25_200 },
      live: false,
    });
    // The refused face left nothing; the opening from afar is an operation.
    expect(readings().filter(({ kind }) => kind !== 'punch')).toMatchObject([
      { kind: 'operation', operation: { code: 3 * 65_536 + 1024 } },
    ]);
  });

  it('is read from firmware that refuses an offset behind the time', async () => {
    const terminal = await terminalWith({ searchOffset: 'refused' });
    terminal.record({ employeeNo: '1', wall: minutesAgo(5) });
    const { punches } = await started(configOf(terminal, { live: 'poll' }));
    await until('it is read', () => punches().length === 1);
  });

  it('goes on from the cursor and does not ask for all again', async () => {
    const terminal = await terminalWith();
    for (let i = 0; i < 90; i++) terminal.record({ employeeNo: `old${i}`, wall: minutesAgo(600 - i) });
    const sink = memorySink();
    const first = await started(configOf(terminal, { live: 'poll' }), { sink });
    await until('all are read', () => first.punches().length === 90);
    await first.running.stop();
    const before = terminal.requests.get('/ISAPI/AccessControl/AcsEvent') ?? 0;
    terminal.record({ employeeNo: 'new', wall: minutesAgo(0) });
    const second = await started(configOf(terminal, { live: 'poll' }), { sink });
    await until('the new one is read', () => peopleOf(second.punches()).includes('new'));
    expect((terminal.requests.get('/ISAPI/AccessControl/AcsEvent') ?? 0) - before).toBeLessThanOrEqual(4);
    expect(second.punches()).toHaveLength(91);
  });
});

describe('open line', () => {
  it('tells at once; what was lost is found by its number, what is told twice counts once', async () => {
    const terminal = await terminalWith({ hasPartLength: false });
    const { punches } = await started(configOf(terminal));
    await until('the line is open', () => terminal.openLines === 1);
    terminal.scan('a');
    await until('a is told', () => peopleOf(punches()).includes('a'));
    expect(punches()[0]).toMatchObject({ live: true, transport: 'isapi-stream' });
    terminal.record({ employeeNo: 'lost-1' });
    terminal.record({ employeeNo: 'lost-2' });
    terminal.repeat(terminal.scan('b'));
    await until('the lost ones are found', () => punches().length === 4);
    expect(new Set(peopleOf(punches()))).toEqual(new Set(['a', 'b', 'lost-1', 'lost-2']));
  });

  it('loses nothing when the line is cut in the middle of an event, or while nobody listens', async () => {
    const terminal = await terminalWith();
    const { punches } = await started(configOf(terminal));
    for (let round = 0; round < 4; round++) {
      await until('the line is open', () => terminal.openLines === 1);
      terminal.scan(`whole-${round}`);
      terminal.cutWhileTelling({ employeeNo: `half-${round}` });
      await until('the line is cut', () => terminal.openLines === 0);
      terminal.record({ employeeNo: `dark-${round}` });
    }
    await until('all are stored', () => punches().length >= 12);
    expect(new Set(peopleOf(punches())).size).toBe(12);
    expect(punches()).toHaveLength(12);
  });

  it('reads flat events, and a reboot', async () => {
    const terminal = await terminalWith({ isFlat: true });
    const { punches } = await started(configOf(terminal));
    await until('the line is open', () => terminal.openLines === 1);
    terminal.scan('1', { minor: 77, attendanceStatus: 'checkOut' });
    await until('1 is told', () => punches().length === 1);
    terminal.reboot();
    await until('the line is open again', () => terminal.openLines === 1);
    terminal.scan('2');
    await until('2 is told', () => punches().length === 2);
  });

  it('gives up a line that is silent', async () => {
    const terminal = await terminalWith({ heartbeatMs: 60_000 });
    await started(configOf(terminal, { idleSeconds: 5 }));
    await until('the line is open', () => terminal.openLines === 1);
    const attached = terminal.requests.get('/ISAPI/Event/notification/alertStream') ?? 0;
    await until(
      'the line is opened anew',
      () => (terminal.requests.get('/ISAPI/Event/notification/alertStream') ?? 0) > attached,
      12_000,
    );
  });
});

describe('push', () => {
  const settings = { listen: { enabled: true, host: '127.0.0.1', port: 0 } };
  async function pushing(terminal: HikvisionTerminal, more: Parameters<typeof run>[1] = {}) {
    const port = await freePort();
    const config = configOf(terminal, {
      live: 'push',
      pushSecret: 'secret-123',
      pushTo: { host: '127.0.0.1', port },
      serialNumber: terminal.serialNumber,
    });
    return { port, ...(await started(config, { settings: { listen: { ...settings.listen, port } }, ...more })) };
  }

  it('is set on the terminal, taken, and answered with OK only when durable', async () => {
    const terminal = await terminalWith();
    const sink = memorySink({ failFirst: 3 });
    const { punches, port } = await pushing(terminal, { sink });
    await until('the host is set', () => terminal.pushTarget !== null);
    expect(terminal.pushTarget).toBe(`127.0.0.1:${port}/terminal/${terminal.serialNumber}/secret-123`);
    for (let i = 0; i < 5; i++) terminal.scan(`p${i}`);
    await until('all are taken', () => punches().length === 5);
    await until('the terminal has nothing left', () => terminal.waitingPushes === 0);
    expect(new Set(peopleOf(punches())).size).toBe(5);
  });

  it('is set again after a restart that forgot it, and what was missed is fetched', async () => {
    const terminal = await terminalWith({ hasSingleHost: false });
    const { punches } = await pushing(terminal);
    await until('the host is set', () => terminal.pushTarget !== null);
    terminal.scan('before');
    await until('it is taken', () => punches().length === 1);
    terminal.reboot();
    expect(terminal.pushTarget).toBeNull();
    terminal.record({ employeeNo: 'between' });
    await until('the host is set again', () => terminal.pushTarget !== null, 12_000);
    terminal.scan('after');
    await until('all are there', () => punches().length === 3);
    expect(new Set(peopleOf(punches()))).toEqual(new Set(['before', 'between', 'after']));
  });

  it('with a wrong secret is refused and reported', async () => {
    const terminal = await terminalWith();
    const { port, issues, punches } = await pushing(terminal);
    await until('the host is set', () => terminal.pushTarget !== null);
    const wrong = await fetch(`http://127.0.0.1:${port}/terminal/${terminal.serialNumber}/wrong-secret`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        eventType: 'AccessControllerEvent',
        dateTime: '2026-09-20T07:28:41+07:00',
        AccessControllerEvent: { majorEventType: 5, subEventType: 75, employeeNoString: 'evil', serialNo: 1 },
      }),
    });
    expect(wrong.status).toBe(403);
    await until('it is reported', () => issues.has('FACE_PUSH_SECRET_WRONG'));
    expect((await fetch(`http://127.0.0.1:${port}/terminal/UNKNOWN99/secret-123`, { method: 'POST' })).status).toBe(
      503,
    );
    expect(punches()).toHaveLength(0);
  });

  it('of something that cannot be read is answered, reported, and read from the log', async () => {
    const terminal = await terminalWith();
    const { port, issues, punches } = await pushing(terminal);
    await until('the host is set', () => terminal.pushTarget !== null);
    terminal.record({ employeeNo: 'in-the-log' });
    const garbled = await fetch(`http://127.0.0.1:${port}/terminal/${terminal.serialNumber}/secret-123`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"eventType":',
    });
    expect(garbled.status).toBe(200);
    await until('it is reported', () => issues.has('FACE_TERMINAL_EVENT_UNREADABLE'));
    await until('the log is read', () => punches().length === 1);
  });
});

describe('sign-in', () => {
  it('uses SHA-256 and nonces that run out', async () => {
    const terminal = await terminalWith({ digest: { algorithm: 'SHA-256', nonceUses: 2 } });
    for (let i = 0; i < 100; i++) terminal.record({ employeeNo: `e${i}`, wall: minutesAgo(100 - i) });
    const { punches } = await started(configOf(terminal, { live: 'poll' }));
    await until('all are read', () => punches().length === 100);
    expect(terminal.loginFailures).toBe(0);
  });

  it('with a wrong password is tried once and does not lock the account', async () => {
    const terminal = await terminalWith({ digest: { lockAfter: 5 } });
    const { running, issues } = await started(configOf(terminal, { password: 'salah-salah' }));
    await until('it is refused', () => running.status().detail === 'auth');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(terminal.loginFailures).toBeLessThanOrEqual(2);
    expect(terminal.isLocked).toBe(false);
    expect([...issues].some((code) => code.includes('AUTH'))).toBe(true);
    const probe = await running.probe(configOf(terminal));
    expect(probe.steps.every(({ ok }) => ok)).toBe(true);
    expect(probe).toMatchObject({ info: { model: 'DS-K1T342MFX' }, recordsOnDevice: 0 });
  });
});

describe('temperature', () => {
  it.each([false, true])('taken: %s; never part of the punch', async (temperature) => {
    const terminal = await terminalWith();
    const { punches, readings } = await started(configOf(terminal, temperature ? { temperature } : {}));
    await until('the line is open', () => terminal.openLines === 1);
    terminal.scan('warm', { temperatureC: 36.62, mask: 'no' });
    await until('it is told', () => punches().length === 1);
    expect(JSON.stringify(punches())).not.toMatch(/36\.62|emperature/);
    expect(punches()[0]?.raw.data).toContain('"mask":"no"');
    const temperatures = readings().filter(({ kind }) => kind === 'temperature');
    expect(temperatures).toHaveLength(temperature ? 1 : 0);
    if (temperature) {
      expect(temperatures[0]).toMatchObject({
        deviceUserId: 'warm',
        value: 36.62,
        unit: 'C',
        time: punches()[0]?.time,
      });
      expect(temperatures[0]?.key).not.toContain('36.6');
    }
  });
});

describe('orders', () => {
  it('sets the clock, lists and removes users, opens the door', async () => {
    const terminal = await terminalWith({ clockErrorMs: -300_000 });
    const { running, issues, readings } = await started(configOf(terminal));
    await until('the line is open', () => terminal.openLines === 1);
    expect(issues.has('FACE_TERMINAL_CLOCK_SKEW')).toBe(true);
    const set = await running.command({ id: '1', command: { name: 'clock.set' }, deadlineMs: 5_000 });
    expect(set.status).toBe('done');
    expect(issues.has('FACE_TERMINAL_CLOCK_SKEW')).toBe(false);
    const user = { deviceUserId: '7', name: 'Siti' };
    await running.command({ id: '2', command: { name: 'user.put', user }, deadlineMs: 5_000 });
    await running.command({
      id: '3',
      command: { name: 'user.put', user: { ...user, name: 'Siti A' } },
      deadlineMs: 5_000,
    });
    expect(terminal.users.get('7')).toBe('Siti A');
    const read = await running.command({ id: '4', command: { name: 'users.read' }, deadlineMs: 5_000 });
    expect(read).toMatchObject({ status: 'done', data: { users: 1 } });
    await running.command({ id: '5', command: { name: 'user.delete', deviceUserId: '7' }, deadlineMs: 5_000 });
    expect(terminal.users.size).toBe(0);
    await running.command({ id: '6', command: { name: 'door.unlock', seconds: 3 }, deadlineMs: 5_000 });
    await until('the opening is told', () => readings().some(({ kind }) => kind === 'operation'));
    expect(readings().some(({ kind }) => kind === 'punch')).toBe(false);
    expect(
      await running.command({ id: '7', command: { name: 'enrol.start', deviceUserId: '7' }, deadlineMs: 5_000 }),
    ).toMatchObject({ status: 'unsupported' });
  });
});

describe('faces', () => {
  it('go to the terminal below its size, replace what is there, and are withdrawn with proof', async () => {
    const { default: sharp } = await import('sharp');
    const noise = { mean: 128, sigma: 60, type: 'gaussian' } as const;
    const picture = await sharp({ create: { width: 1000, height: 1000, channels: 3, background: '#888', noise } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const terminal = await terminalWith();
    const { running } = await started(configOf(terminal));
    await until('the line is open', () => terminal.openLines === 1);
    const { signal } = new AbortController();
    const request = {
      name: 'send',
      deviceId: DEVICE,
      personKey: 'P198501012010011001',
      displayName: 'Siti',
      picture: picture.toString('base64'),
    } as const;
    expect(await running.faces('send', request, signal)).toEqual({ state: 'stored' });
    expect(terminal.faces.get(request.personKey)?.length).toBeLessThan(200 * 1024);
    expect(await running.faces('send', { ...request, displayName: 'Siti Aminah' }, signal)).toEqual({
      state: 'stored',
    });
    expect(terminal.users.get(request.personKey)).toBe('Siti Aminah');
    const broken = { ...request, picture: Buffer.from('no picture').toString('base64') };
    await expect(running.faces('send', broken, signal)).rejects.toMatchObject({ code: 'FACE_TERMINAL_PICTURE' });
    const withdrawal = { name: 'withdraw', deviceId: DEVICE, personKey: request.personKey } as const;
    expect(await running.faces('withdraw', withdrawal, signal)).toEqual({ left: 0 });
    expect(terminal.faces.size + terminal.users.size).toBe(0);
    expect(await running.faces('withdraw', withdrawal, signal)).toEqual({ left: 0 });
  });
});

describe('whatever happens', () => {
  it.each([1, 2, 3])('every event of the log is stored once (run %i)', async (seed) => {
    const random = seededRandom(seed);
    const terminal = await terminalWith({ hasPartLength: seed % 2 === 0, isFlat: seed === 3 });
    const { punches, issues } = await started(configOf(terminal, { pollIntervalSeconds: 1 }));
    for (let step = 0; step < 60; step++) {
      const employeeNo = `e${step}`;
      const dice = random();
      if (dice < 0.4) terminal.repeat(terminal.scan(employeeNo));
      else if (dice < 0.6) terminal.record({ employeeNo });
      else if (dice < 0.7) terminal.scan(employeeNo);
      else if (dice < 0.8) terminal.cutWhileTelling({ employeeNo });
      else if (dice < 0.9) terminal.cut();
      else terminal.reboot();
      if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * 60));
    }
    const held = terminal.events.map((event) => event.employeeNo);
    await until('all are stored', () => punches().length >= held.length, 15_000).catch((error: unknown) => {
      throw new Error(`${punches().length} of ${held.length}; open issues: ${[...issues].join(', ')}`, {
        cause: error,
      });
    });
    // A late double would come with the next reading of the log.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect([...peopleOf(punches())].sort()).toEqual([...held].sort());
  });
});
