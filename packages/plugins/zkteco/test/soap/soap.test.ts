import { afterEach, describe, expect, it } from 'vitest';
import driver from '../../src/index.js';
import { createSoapClient } from '../../src/soap/client.js';
import { type SoapTerminalOptions, startSoapTerminal } from '../../src/testing/soap-terminal.js';
import { clock, memoryHost, silentLog } from '../support/context.js';
import { failureOf, openDevice, startPlugin } from '../support/driver.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const punches = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    pin: String(1 + (i % 40)),
    time: new Date(Date.UTC(2026, 0, 1) + i * 61_000).toISOString().slice(0, 19).replace('T', ' '),
    verify: i % 2 === 0 ? 1 : 15,
    state: 0,
  }));
const users = [
  { slot: 1, pin: '1', name: 'Wati & Budi', privilege: 14, card: 0 },
  { slot: 2, pin: '2', name: 'Siti', privilege: 0, card: 99 },
];
async function terminal(options: SoapTerminalOptions = {}) {
  const made = await startSoapTerminal({
    ...options,
    memory: { users, utcOffsetSeconds: 8 * 3600, ...options.memory },
  });
  closers.push(() => made.stop());
  return made;
}
async function device(port: number, config: object = {}, host = memoryHost()) {
  const plugin = await startPlugin();
  closers.push(() => plugin.shared.close());
  const made = await openDevice(plugin, { transport: 'soap', host: '127.0.0.1', port, ...config }, host);
  closers.push(() => made.close());
  return made;
}
const fast = { connectTimeoutMs: 500, idleTimeoutMs: 300 };
function client(port: number, attempts = 3) {
  const options = { host: '127.0.0.1', port, commKey: 0, encoding: 'utf-8' as const };
  return createSoapClient({ ...options, timings: fast, attempts, retryPauseMs: 10 });
}
const signal = () => AbortSignal.timeout(20_000);

describe('SOAP client', () => {
  it.each([
    ['in pieces of one byte', { pieceBytes: 1 }],
    ['in odd pieces', { pieceBytes: 137 }],
    ['on a connection that stays open', { keepsOpen: true }],
  ])('reads a whole log that comes %s', async (_what, faults) => {
    const box = await terminal({ memory: { punches: punches(30) }, faults });
    const { rows, complete } = await client(box.port).attlog(signal());
    expect(complete).toBe(true);
    expect(rows).toHaveLength(30);
    expect(rows[0]).toMatchObject({ deviceUserId: '1', verify: 1, state: 0, time: { wall: '2026-01-01T00:00:00' } });
  });

  it('asks again when the answer was cut, and never gives a part of it', async () => {
    const box = await terminal({ memory: { punches: punches(50) }, faults: { truncateAfter: 2_000, times: 2 } });
    expect((await client(box.port).attlog(signal())).rows).toHaveLength(50);
    expect(box.requests).toEqual(['GetAttLog', 'GetAttLog', 'GetAttLog']);
    box.fault({ truncateAfter: 2_000 });
    await expect(client(box.port).attlog(signal())).rejects.toMatchObject({ code: 'SOAP_TRUNCATED' });
  });

  it.each([
    ['stops in the middle', { truncateAfter: 900, stall: true }, 'SOAP_TIMEOUT'],
    ['refuses with an HTTP status', { status: 404 }, 'SOAP_HTTP_STATUS'],
    ['is something else', { garbage: true }, 'SOAP_NOT_THIS_SERVICE'],
    ['says nothing at all', { truncateAfter: 0 }, 'SOAP_TRUNCATED'],
  ])('fails loudly when the other side %s', async (_what, faults, code) => {
    const box = await terminal({ memory: { punches: punches(50) }, faults });
    await expect(client(box.port, 1).attlog(signal())).rejects.toMatchObject({ code });
  });

  it('says when nobody answers, and stops when told to', async () => {
    const box = await terminal({ faults: { stall: true, truncateAfter: 1 } });
    const stop = new AbortController();
    const asked = client(box.port).attlog(stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(asked).rejects.toThrow('enough');
    await box.stop();
    closers.pop();
    await expect(client(box.port, 1).attlog(signal())).rejects.toMatchObject({ code: 'SOAP_UNREACHABLE' });
  });
});

describe('pull over SOAP', () => {
  it('reads everything once, then only what is new, users without their passwords, and the clock', async () => {
    const box = await terminal({ memory: { punches: punches(200), clockErrorMs: 200_000 } });
    const one = await device(box.port);
    await one.backfill();
    expect(one.punches()).toHaveLength(200);
    expect(one.punches()[0]).toMatchObject({ key: 'p|1|2026-01-01T00:00:00|1|0', transport: 'soap', live: false });
    expect([...one.readings.values()].filter((r) => r.kind === 'device-user')).toEqual([
      expect.objectContaining({ deviceUserId: '1', name: 'Wati & Budi', privilege: 'admin', card: false }),
      expect.objectContaining({ deviceUserId: '2', name: 'Siti', card: true }),
    ]);
    expect(JSON.stringify([...one.readings.values()])).not.toContain('1234');
    expect(one.issueCodes()).toEqual(['ZK_CLOCK_SKEW']);
    const before = one.batches.length;
    box.memory.punches.push({ pin: '7', time: '2026-07-15 07:30:00', verify: 1, state: 0 });
    await one.backfill();
    expect(one.batches.slice(before).flatMap((batch) => batch.readings)).toHaveLength(1);
    expect(one.reports).toContainEqual({ type: 'traffic', nextWithinMs: 360_000 });
    expect(box.requests).not.toContain('ClearData');
  });

  it('does not take an empty answer for an empty office', async () => {
    const box = await terminal({ memory: { punches: punches(20) } });
    const one = await device(box.port);
    await one.backfill();
    const { cursor } = one.state;
    box.memory.punches = [];
    await one.backfill();
    expect(one.issueCodes()).toContain('SOAP_EMPTY_LOG');
    expect(one.state.cursor).toEqual(cursor);
    box.memory.punches = punches(21);
    await one.backfill();
    expect(one.issueCodes()).not.toContain('SOAP_EMPTY_LOG');
    expect(one.punches()).toHaveLength(21);
  });

  it.each([[true], [false]])(
    'asks for a new key when the key is wrong (empty answers: %s)',
    async (emptyWhenKeyWrong) => {
      const box = await terminal({ commKey: 5, memory: { punches: punches(3) }, faults: { emptyWhenKeyWrong } });
      const failure = await failureOf(device(box.port, { commKey: 4 }).then((made) => made.backfill()));
      expect(failure).toEqual({ kind: 'auth', code: 'SOAP_KEY_WRONG' });
    },
  );

  it('takes nothing from a cut answer and says that the terminal could not be read', async () => {
    const box = await terminal({ memory: { punches: punches(300) } });
    const one = await device(box.port);
    box.fault({ truncateAfter: 10_000 });
    expect(await failureOf(one.backfill())).toMatchObject({ kind: 'unreachable' });
    expect(one.punches()).toHaveLength(0);
  });

  it('does what is safe over this service and refuses what is not', async () => {
    const box = await terminal({ memory: { punches: punches(3), clockErrorMs: 900_000 }, serialNumber: 'X100C-1' });
    const one = await device(box.port);
    expect(await one.command({ name: 'clock.set' })).toMatchObject({ status: 'done' });
    expect(await one.command({ name: 'clock.read' })).toMatchObject({
      status: 'done',
      data: { offsetMs: expect.any(Number) },
    });
    expect(Math.abs(box.memory.clockErrorMs)).toBeLessThan(2_000);
    expect(await one.command({ name: 'user.delete', deviceUserId: '2' })).toEqual({
      status: 'done',
      data: { existed: true },
    });
    expect(await one.command({ name: 'user.delete', deviceUserId: '2' })).toEqual({
      status: 'done',
      data: { existed: false },
    });
    expect(await one.command({ name: 'user.put', user: { deviceUserId: '9', name: 'x' } })).toMatchObject({
      status: 'unsupported',
      reason: expect.stringContaining('erases'),
    });
    expect(box.memory.punches).toHaveLength(3);
    expect(await one.command({ name: 'records.clear', confirmDeviceName: 'Lobby' })).toEqual({ status: 'done' });
    expect(box.memory.punches).toHaveLength(0);
    expect(one.punches()).toHaveLength(3);
    await one.backfill();
    expect(one.issueCodes()).toEqual([]);
  });

  it('climbs the probe ladder, and says where it stops', async () => {
    const box = await terminal({ memory: { punches: punches(12) } });
    const plugin = await startPlugin();
    closers.push(() => plugin.shared.close());
    const context = { signal: signal(), zone: 'Asia/Makassar', clock, log: silentLog };
    const config = { transport: 'soap', host: '127.0.0.1', port: box.port };
    const good = await driver.probe(context, config as never, plugin.shared);
    expect(good.steps.every(({ ok }) => ok)).toBe(true);
    expect(good).toMatchObject({ recordsOnDevice: 12, info: { serialNumber: 'SOAPSIM001' } });
    const bad = await driver.probe(context, { ...config, commKey: 3 } as never, plugin.shared);
    expect(bad.steps.at(-1)).toMatchObject({ step: 'authorised', ok: false, code: 'SOAP_KEY_WRONG' });
  });
});
