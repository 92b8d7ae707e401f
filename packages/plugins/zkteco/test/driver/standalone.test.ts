import type { Reading } from '@hadir/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import driver from '../../src/index.js';
import { clock, memoryHost, silentLog, until } from '../support/context.js';
import { cuttableLine } from '../support/cuttable-line.js';
import { failureOf, openDevice, startPlugin } from '../support/driver.js';
import { type FakeTerminal, fakeTerminal } from '../support/fake-terminal.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
async function plugin() {
  const made = await startPlugin();
  closers.push(() => made.shared.close());
  return made;
}
async function terminal(options: Record<string, unknown>): Promise<FakeTerminal> {
  const made = await fakeTerminal.start(options);
  closers.push(() => made.close());
  return made;
}
async function device(config: Record<string, unknown>, host = memoryHost()) {
  const made = await openDevice(await plugin(), { host: '127.0.0.1', ...config }, host);
  closers.push(() => made.close());
  return made;
}

/** What the fake terminal says that a right reader must come to. */
function totals(readings: readonly Reading[]) {
  let userIdSum = 0;
  let timeSum = 0;
  let verifySum = 0;
  let punchSum = 0;
  let badDates = 0;
  for (const reading of readings) {
    if (reading.kind !== 'punch') continue;
    userIdSum += Number(reading.deviceUserId);
    verifySum += reading.verify?.code ?? 0;
    punchSum += reading.state?.code ?? 0;
    if (reading.time.form !== 'wall') {
      badDates += 1;
      continue;
    }
    const [y, mo, d, h, mi, s] = reading.time.wall.split(/[-T:]/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    timeSum += y * 10_000 + mo * 100 + d + h * 3600 + mi * 60 + s;
  }
  return { records: readings.length, userIdSum, timeSum, verifySum, punchSum, badDates };
}

describe.each([
  ['tcp', {}],
  ['udp', { udp: true }],
] as const)('pull over %s', (transport, options) => {
  it('reads the whole log and then only what is new', async () => {
    const fake = await terminal({ records: 9_000, users: 300, ...options });
    const host = memoryHost();
    const one = await device({ transport, port: fake.port }, host);
    await one.backfill();
    expect(totals(one.punches())).toEqual(fakeTerminal.expectFor(9_000, 300, 0));
    expect(one.batches.every((batch) => batch.readings.length <= 5_000)).toBe(true);
    expect([...one.readings.values()].filter((reading) => reading.kind === 'device-user')).toHaveLength(300);
    expect(JSON.stringify([...one.readings.values()])).not.toContain('"1234"');
    const before = one.batches.length;
    await one.backfill();
    expect(one.batches.slice(before).flatMap((batch) => batch.readings)).toEqual([]);
    await one.close();
    fake.device.att = fakeTerminal.buildAtt(9_005, 40, 300, 0);
    const two = await device({ transport, port: fake.port }, host);
    await two.backfill();
    const fresh = two.batches
      .slice(before)
      .flatMap((batch) => batch.readings)
      .filter((reading) => reading.kind === 'punch');
    expect(fresh).toHaveLength(5);
    expect(totals(two.punches())).toEqual(fakeTerminal.expectFor(9_005, 300, 0));
  });

  it('needs the comm key where there is one, and says so', async () => {
    const fake = await terminal({ records: 20, commkey: 123_456, ...options });
    const shared = await plugin();
    const config = { transport, host: '127.0.0.1', port: fake.port };
    expect(await failureOf(openDevice(shared, config))).toEqual({ kind: 'auth', code: 'ZK_KEY_NEEDED' });
    expect(await failureOf(openDevice(shared, { ...config, commKey: 1 }))).toEqual({
      kind: 'auth',
      code: 'ZK_KEY_WRONG',
    });
    const one = await device({ transport, port: fake.port, commKey: 123_456 });
    await one.backfill();
    expect(one.punches()).toHaveLength(20);
  });

  it('hands live punches on at once, with the key that the log gives them', async () => {
    const fake = await terminal({ records: 1, live: 3, liveEvery: 30, ...options });
    const one = await device({ transport, port: fake.port });
    const over = one.stream();
    await until(() => one.punches().length === 1, 'live punch');
    expect(one.punches()[0]).toMatchObject({
      key: 'p|100001|2026-01-02T03:04:05|1|0',
      live: true,
      transport: 'zk-live',
    });
    await one.close();
    expect(await over).toBeNull();
  });

  it('sets the clock and measures it', async () => {
    const fake = await terminal({ records: 1, ...options });
    const one = await device({ transport, port: fake.port });
    await one.backfill();
    expect(one.issueCodes()).toContain('ZK_CLOCK_SKEW');
    const outcome = await one.command({ name: 'clock.set' });
    expect(outcome).toMatchObject({ status: 'done' });
    expect(one.issueCodes()).not.toContain('ZK_CLOCK_SKEW');
    const offsets = one.reports.flatMap((report) => (report.type === 'clock' ? [report.offsetMs] : []));
    expect(Math.abs(offsets.at(-1) ?? 1e9)).toBeLessThan(2_000);
  });
});

describe('pull over tcp, with trouble', () => {
  it('keeps records with impossible dates and says how many', async () => {
    const fake = await terminal({ records: 1_000, users: 50, badDates: 100 });
    const one = await device({ transport: 'tcp', port: fake.port });
    await one.backfill();
    // Impossible times of one user are one and the same reading.
    expect(one.batches.flatMap((batch) => batch.readings).filter((r) => r.kind === 'punch')).toHaveLength(1_000);
    expect([...one.issues.values()].find((issue) => issue.code === 'ZK_IMPOSSIBLE_DATES')?.details).toEqual({
      count: 10,
    });
  });

  it('fails as unreachable when the line is cut, keeps what came, and goes on from there', async () => {
    const fake = await terminal({ records: 20_000, users: 100, dropChunk: 6 });
    const host = memoryHost();
    const one = await device({ transport: 'tcp', port: fake.port }, host);
    const failure = await failureOf(one.backfill());
    expect(failure.kind).toBe('unreachable');
    const kept = one.punches().length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(20_000);
    await one.close();
    await fake.close();
    const mended = await terminal({ records: 20_000, users: 100 });
    const two = await device({ transport: 'tcp', port: mended.port }, host);
    const before = host.batches.length;
    await two.backfill();
    expect(totals(two.punches())).toEqual(fakeTerminal.expectFor(20_000, 100, 0));
    expect(
      host.batches
        .slice(before)
        .flatMap((b) => b.readings)
        .filter((r) => r.kind === 'punch'),
    ).toHaveLength(20_000 - kept);
  });

  it('raises an alarm when the log was cleared or rewritten', async () => {
    const fake = await terminal({ records: 500, users: 10 });
    const host = memoryHost();
    const one = await device({ transport: 'tcp', port: fake.port }, host);
    await one.backfill();
    fake.device.att = fakeTerminal.buildAtt(3, 40, 10, 0);
    await one.backfill();
    expect(one.issueCodes()).toContain('ZK_LOG_CLEARED');
    expect(one.punches()).toHaveLength(500);
  });

  it('does not read a terminal that is another than configured', async () => {
    const fake = await terminal({ records: 5 });
    const config = { transport: 'tcp', host: '127.0.0.1', port: fake.port, serialNumber: 'OTHER1' };
    expect(await failureOf(openDevice(await plugin(), config))).toEqual({
      kind: 'unsupported',
      code: 'ZK_SERIAL_MISMATCH',
    });
  });

  it('sorts failures into what the host does next', async () => {
    const shared = await plugin();
    const fake = await terminal({ records: 1 });
    await fake.close();
    closers.pop();
    expect(await failureOf(openDevice(shared, { transport: 'tcp', host: '127.0.0.1', port: fake.port }))).toEqual({
      kind: 'unreachable',
      code: 'ZK_UNREACHABLE',
    });
    expect(await failureOf(openDevice(shared, { transport: 'tcp' }))).toEqual({
      kind: 'unsupported',
      code: 'ZK_CONFIG_INCOMPLETE',
    });
    expect(await failureOf(openDevice(shared, { transport: 'adms' }))).toEqual({
      kind: 'unsupported',
      code: 'ZK_CONFIG_INCOMPLETE',
    });
  });

  it('does every order that the hardware can, and erases only by the right name', async () => {
    const fake = await terminal({ records: 30, users: 5 });
    const one = await device({ transport: 'tcp', port: fake.port });
    expect(await one.command({ name: 'users.read' })).toEqual({ status: 'done', data: { users: 5 } });
    expect(await one.command({ name: 'user.put', user: { deviceUserId: '100003', name: 'Wati' } })).toMatchObject({
      status: 'done',
      data: { created: false },
    });
    expect(await one.command({ name: 'user.delete', deviceUserId: '999' })).toEqual({
      status: 'done',
      data: { existed: false },
    });
    expect(await one.command({ name: 'door.unlock', seconds: 3 })).toEqual({ status: 'done' });
    expect(await one.command({ name: 'records.reread' })).toEqual({
      status: 'done',
      data: expect.objectContaining({ records: 30, recordsInLog: 30 }),
    });
    expect(await one.command({ name: 'records.clear', confirmDeviceName: 'Lobby' })).toEqual({ status: 'done' });
    fake.device.att = Buffer.alloc(4);
    await one.backfill();
    expect(one.issueCodes()).not.toContain('ZK_LOG_CLEARED');
    expect(await one.command({ name: 'enrol.start', deviceUserId: '100003' })).toMatchObject({ status: 'unsupported' });
    expect(await one.command({ name: 'device.restart' })).toEqual({ status: 'done' });
  });

  it('ends the stream when the terminal goes away, so that the host connects anew', async () => {
    const fake = await terminal({ records: 1 });
    const line = await cuttableLine(fake.port);
    closers.push(() => line.close());
    const one = await device({ transport: 'tcp', port: line.port });
    const over = one.stream();
    await new Promise((resolve) => setTimeout(resolve, 200));
    line.cut();
    expect(await failureOf(Promise.reject(await over))).toMatchObject({ kind: 'unreachable' });
  });
});

describe('probe', () => {
  const context = () => ({ signal: AbortSignal.timeout(20_000), zone: 'Asia/Makassar', clock, log: silentLog });

  it('climbs to the last rung and changes nothing', async () => {
    const fake = await terminal({ records: 3_000, users: 40 });
    const { shared } = await plugin();
    const report = await driver.probe(
      context(),
      { transport: 'tcp', host: '127.0.0.1', port: fake.port } as never,
      shared,
    );
    expect(report.steps.map(({ step, ok }) => [step, ok])).toEqual([
      ['reachable', true],
      ['session', true],
      ['authorised', true],
      ['identified', true],
      ['clock', true],
      ['records-on-device', true],
      ['read', true],
    ]);
    expect(report).toMatchObject({ recordsOnDevice: 3_000, info: { serialNumber: 'FAKE00000001', model: 'FakeTA40' } });
  });

  it.each([
    ['authorised', 'ZK_KEY_WRONG', { commkey: 9 }, { commKey: 8 }],
    ['identified', 'ZK_SERIAL_MISMATCH', {}, { serialNumber: 'OTHER1' }],
  ])('says that it stops at %s', async (step, code, options, config) => {
    const fake = await terminal({ records: 10, ...options });
    const { shared } = await plugin();
    const report = await driver.probe(
      context(),
      { transport: 'tcp', host: '127.0.0.1', port: fake.port, ...config } as never,
      shared,
    );
    expect(report.steps.at(-1)).toMatchObject({ step, ok: false, code });
    expect(report.steps.slice(0, -1).every(({ ok }) => ok)).toBe(true);
  });

  it('says that a push terminal has not called yet, and that it has', async () => {
    const { shared, url } = await plugin();
    const config = { transport: 'adms', serialNumber: 'SIM9' } as never;
    const hasty = { ...context(), signal: AbortSignal.timeout(300) };
    expect((await driver.probe(hasty, config, shared)).steps).toEqual([
      expect.objectContaining({ step: 'reachable', ok: false, code: 'ADMS_SILENT' }),
    ]);
    await fetch(`${url}/iclock/getrequest?SN=SIM9`);
    expect((await driver.probe(context(), config, shared)).steps[0]).toMatchObject({ step: 'reachable', ok: true });
  });
});
