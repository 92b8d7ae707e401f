import { instant, type WallTime } from '@hadir/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import {
  clearAttendance,
  clockOffset,
  deleteUser,
  identify,
  putUser,
  readAttendance,
  readAttendanceBetween,
  readClock,
  readOperations,
  readUsers,
  restartTerminal,
  setClock,
  startEnrolment,
  unlockDoor,
  watchLive,
} from '../../src/standalone/index.js';
import { COMMAND } from '../../src/wire/commands.js';
import { decodeEvent, type ZkEvent } from '../../src/wire/event.js';
import { codeOf, fake, openTo } from './fake.js';
import { createBench } from './simulator.js';

const bench = createBench();
afterEach(() => bench.clear());

const realClock = { now: () => instant(Date.now()) };

describe('identity', () => {
  it('says what the terminal is', async () => {
    const terminal = await bench.terminal({ serialNumber: 'CJDE193560123', records: 12, users: 5 });
    const session = await bench.session(terminal.port);
    expect(await identify(session)).toMatchObject({
      serialNumber: 'CJDE193560123',
      name: 'SIM-K40',
      platform: 'ZMM220_TFT',
      firmware: 'Ver 6.60 Jan  1 2026',
      counts: { users: 5, records: 12 },
    });
  });

  it('leaves out what the firmware does not tell', async () => {
    const terminal = await fake.start({ sizes: 4, records: 10 });
    bench.defer(() => terminal.close());
    const session = await bench.session(terminal.port);
    const identity = await identify(session);
    expect(identity.serialNumber).toBe('FAKE00000001');
    expect(identity.counts?.records).toBeNull();
  });
});

describe('clock', () => {
  it('measures the drift and sets it right', async () => {
    const terminal = await bench.terminal({ clock: realClock, driftMs: -95_000, zone: 'Asia/Makassar' });
    const session = await bench.session(terminal.port, { clock: realClock });
    const before = await readClock(session);
    expect(before.roundTripMs).toBeLessThan(400);
    expect(Math.abs((clockOffset(before, 'Asia/Makassar') ?? 0) + 95_000)).toBeLessThanOrEqual(600);
    await setClock(session, 'Asia/Makassar');
    expect(terminal.requests.get(COMMAND.REFRESHDATA)).toBe(1);
    const after = await readClock(session);
    expect(Math.abs(clockOffset(after, 'Asia/Makassar') ?? 9_999)).toBeLessThanOrEqual(600);
    // An hour apart in the next zone.
    expect(Math.round((clockOffset(after, 'Asia/Jakarta') ?? 0) / 3_600_000)).toBe(1);
  });

  it('says when the clock shows a time that does not exist', async () => {
    const terminal = await fake.start({ records: 0 });
    bench.defer(() => terminal.close());
    terminal.device.clock = 0xffffffff;
    const session = await bench.session(terminal.port);
    const reading = await readClock(session);
    expect(reading.time.wall).toBeNull();
    expect(clockOffset(reading, 'Asia/Jakarta')).toBeNull();
  });
});

describe('users', () => {
  it.each([
    { userBytes: 72, transport: 'tcp' },
    { userBytes: 28, transport: 'udp' },
  ] as const)('are read, written, changed and removed: %o', async ({ userBytes, transport }) => {
    const terminal = await bench.terminal({ userBytes, users: 30 });
    const session = await bench.session(terminal.port, { transport });
    const { users, recordBytes } = await readUsers(session);
    expect(recordBytes).toBe(userBytes);
    expect(users.map((user) => user.deviceUserId)).toEqual(Array.from({ length: 30 }, (_, i) => String(1001 + i)));

    expect(await putUser(session, { deviceUserId: '2077', name: 'Siti R.', card: 1234567 })).toEqual({
      uid: 31,
      created: true,
    });
    // The same order again leaves the same user.
    expect(await putUser(session, { deviceUserId: '2077', name: 'Siti R.', card: 1234567 })).toEqual({
      uid: 31,
      created: false,
    });
    expect(await putUser(session, { deviceUserId: '1001', name: 'Kepala', privilege: 0 })).toMatchObject({ uid: 1 });
    expect(await deleteUser(session, '1005')).toBe(true);
    expect(await deleteUser(session, '1005')).toBe(false);
    // The freed slot is the lowest.
    expect(await putUser(session, { deviceUserId: '2078', name: 'Baru' })).toEqual({ uid: 5, created: true });

    const after = (await readUsers(session)).users;
    expect(after).toHaveLength(31);
    expect(after.find((user) => user.deviceUserId === '2077')).toMatchObject({ name: 'Siti R.', card: 1234567 });
    expect(after.find((user) => user.deviceUserId === '1001')).toMatchObject({ name: 'Kepala', privilege: 0 });
  });

  it('come from the independent terminal too, in both sizes', async () => {
    for (const userSize of [28, 72]) {
      const terminal = await fake.start({ users: 400, userSize, records: 0 });
      const session = await openTo(terminal.port);
      const { users } = await readUsers(session);
      expect(users).toHaveLength(400);
      expect(users[399]).toMatchObject({ uid: 400, deviceUserId: '100400', card: 5_000_400, group: 1 });
      await session.close();
      await terminal.close();
    }
  });

  it('are refused when they cannot be written as asked', async () => {
    const terminal = await bench.terminal({ userBytes: 28 });
    const session = await bench.session(terminal.port);
    expect(await codeOf(putUser(session, { deviceUserId: 'A-17', name: 'Huruf' }))).toBe('ZK_VALUE_OUT_OF_RANGE');
  });
});

describe('attendance between two times', () => {
  const from = '2025-12-20T00:00:00' as WallTime;
  const to = '2025-12-24T23:59:59' as WallTime;

  it.each([
    { rangeReads: true, how: 'device' },
    { rangeReads: false, how: 'filtered' },
  ] as const)('%o', async ({ rangeReads, how }) => {
    const terminal = await bench.terminal({ records: 2_000, users: 25, rangeReads });
    const session = await bench.session(terminal.port);
    const walls: string[] = [];
    const summary = await readAttendanceBetween(session, {
      from,
      to,
      take: async (rows) => {
        for (let i = 0; i < rows.count; i++) walls.push(rows.record(i).time.text);
      },
    });
    // Five days of 25 people who come and go.
    expect(summary).toEqual({ how, records: 250, undated: 0 });
    expect(walls.every((wall) => wall >= from && wall <= to)).toBe(true);
  });
});

describe('orders', () => {
  it('clears the log only for who names this very terminal', async () => {
    const terminal = await bench.terminal({ serialNumber: 'ABC123', records: 100 });
    const session = await bench.session(terminal.port);
    expect(await codeOf(clearAttendance(session, { serialNumber: 'ABC124' }))).toBe('ZK_CONFIRMATION_NEEDED');
    expect(terminal.recordCount).toBe(100);
    await clearAttendance(session, { serialNumber: 'ABC123' });
    expect(terminal.recordCount).toBe(0);
    const seen: number[] = [];
    await readOperations(session, {
      take: async ({ operations }) => {
        seen.push(...operations.map((operation) => operation.operation));
      },
    });
    expect(seen).toEqual([5]);
  });

  it('opens the door once, also when the answer is lost', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port, { transport: 'udp', attempts: 3, idleTimeoutMs: 60 });
    await unlockDoor(session, { seconds: 3 });
    expect(terminal.doorOpenings).toBe(1);
    terminal.setFaults({ mute: true });
    expect(await codeOf(unlockDoor(session, { seconds: 3 }))).toBe('ZK_TIMEOUT');
    expect(terminal.doorOpenings).toBe(2);
    terminal.setFaults({});
  });

  it('restarts a terminal that does not answer the order', async () => {
    const terminal = await bench.terminal();
    const session = await bench.session(terminal.port);
    await restartTerminal(session);
    expect(await codeOf(session.request(COMMAND.GET_TIME))).not.toBeNull();
  });
});

describe('live events', () => {
  async function listen(port: number, transport: 'tcp' | 'udp') {
    const session = await bench.session(port, { transport });
    const events: ZkEvent[] = [];
    const abort = new AbortController();
    let ready: () => void = () => undefined;
    const registered = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const watching = watchLive(session, {
      signal: abort.signal,
      onReady: ready,
      onEvent: (frame) => void events.push(decodeEvent(frame.session, frame.data)),
    });
    await registered;
    return { session, events, abort, watching };
  }

  it.each([10, 12, 14, 32, 36, 37, 52] as const)('of %i bytes arrive, acknowledged', async (eventBytes) => {
    for (const transport of ['tcp', 'udp'] as const) {
      const terminal = await bench.terminal({ eventBytes });
      const { events, abort, watching } = await listen(terminal.port, transport);
      const punched = terminal.punch({ deviceUserId: '1007', state: 1 });
      await expect.poll(() => events.length).toBe(1);
      await expect.poll(() => terminal.acknowledgedEvents).toBe(1);
      const [event] = events;
      if (event?.type !== 'punch') throw new Error('not a punch');
      expect(event.punches).toHaveLength(1);
      expect(event.punches[0]).toMatchObject({ state: 1, verify: 1 });
      expect(event.punches[0]?.deviceUserId ?? event.punches[0]?.uid).toBe(
        eventBytes === 10 || eventBytes === 14 ? 7 : '1007',
      );
      expect(event.punches[0]?.time.wall).not.toBeNull();
      expect(punched.deviceUserId).toBe('1007');
      abort.abort();
      await watching;
    }
  });

  it.each([10, 12, 14, 32, 36, 52])('of %i bytes from the independent terminal', async (liveSize) => {
    const terminal = await fake.start({ live: 20, liveSize, liveEvery: 1 });
    bench.defer(() => terminal.close());
    const { events, abort, watching } = await listen(terminal.port, 'tcp');
    await expect.poll(() => events.length).toBe(20);
    expect(
      events.every((event) => event.type === 'punch' && event.punches[0]?.time.wall === '2026-01-02T03:04:05'),
    ).toBe(true);
    abort.abort();
    await watching;
  });

  it('arrive while the log is read, and the log stays right', async () => {
    const terminal = await bench.terminal({ records: 30_000, packetBytes: 4_096 });
    const { session, events, abort, watching } = await listen(terminal.port, 'tcp');
    let told = 0;
    const timer = setInterval(() => {
      terminal.punch({ deviceUserId: '1003' });
      told++;
    }, 5);
    let rows = 0;
    const summary = await readAttendance(session, {
      pageRecords: 1_000,
      take: async (page) => {
        rows += page.rows.count;
        await new Promise((resolve) => setTimeout(resolve, 3));
      },
    });
    clearInterval(timer);
    expect(rows).toBe(summary.recordsInLog);
    expect(told).toBeGreaterThan(3);
    await expect.poll(() => events.length).toBe(told);
    abort.abort();
    await watching;
    terminal.punch({ deviceUserId: '1003' });
    await session.request(COMMAND.GET_TIME);
    expect(events).toHaveLength(told);
  });

  it('end with the line', async () => {
    const terminal = await bench.terminal();
    const { watching } = await listen(terminal.port, 'tcp');
    const ended = codeOf(watching);
    terminal.cutLines();
    expect(await ended).toBe('ZK_LINE_CUT');
  });

  it('tell how an enrolment goes', async () => {
    const terminal = await bench.terminal();
    const { session, events, abort, watching } = await listen(terminal.port, 'tcp');
    await startEnrolment(session, { deviceUserId: '1002', finger: 6 });
    await expect.poll(() => events.length).toBe(4);
    expect(events).toEqual([
      { type: 'finger-score', score: 100 },
      { type: 'finger-score', score: 100 },
      { type: 'finger-score', score: 100 },
      { type: 'enrol', result: 0, deviceUserId: '1002', finger: 6 },
    ]);
    abort.abort();
    await watching;
  });
});
