import { conformance, until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import driver from '../src/index.js';
import { type BoardProcess, startBoard } from './support/board.js';
import { HAS_SOCAT, type SerialCable, serialCable } from './support/pty.js';
import { type Running, run } from './support/run.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function bench(
  model: string,
  everyMs: number,
  serial: Readonly<Record<string, unknown>> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<{ cable: SerialCable; board: BoardProcess; thermo: Running }> {
  const cable = await serialCable();
  closers.push(() => cable.remove());
  const board = await startBoard(cable.b, model, everyMs);
  closers.push(() => board.stop());
  const thermo = await run({ connection: 'serial', serial: { path: cable.a, model, ...serial }, ...config });
  closers.push(() => thermo.running.stop());
  await until('the board is heard', () => thermo.running.status().state === 'online', 10_000);
  return { cable, board, thermo };
}

const measured = (thermo: Running, count: number) =>
  until(`${count} measurements`, () => thermo.temperatures().length >= count, 10_000);

describe.skipIf(!HAS_SOCAT)('boards on a serial line (socat)', () => {
  it.each(['gy-906', 'gy-614v3', 'cjmcu-90614', 'aa-a5'])('%s: one person, one stable measurement', async (model) => {
    const { board, thermo } = await bench(model, 50, {}, { offsetCelsius: 0.2, calibrationExpiresOn: '2020-01-01' });
    await board.order({ present: 36.6, forMs: 1500 });
    await measured(thermo, 1);
    const [reading] = thermo.temperatures();
    expect(reading).toMatchObject({
      unit: 'C',
      mode: 'surface',
      live: true,
      transport: 'uart',
      window: { samples: 5, stable: true },
      ambient: 27,
      compensation: { byDevice: 'no', offsetCelsius: 0.2 },
      calibrationExpiresOn: '2020-01-01',
    });
    // Raw: the offset is told beside the value, not hidden in it.
    expect(Math.abs((reading?.value ?? 0) - 36.6)).toBeLessThan(0.05);
    expect([...thermo.issues]).toContain('THERMO_CALIBRATION_EXPIRED');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(thermo.temperatures()).toHaveLength(1);
  });

  it('takes the body value of a gy-614v3 when told to, and calls it that', async () => {
    const { board, thermo } = await bench('gy-614v3', 50, { useBodyValue: true });
    await board.order({ present: 34.8, forMs: 1500 });
    await measured(thermo, 1);
    expect(thermo.temperatures()[0]).toMatchObject({ mode: 'body', compensation: { byDevice: 'yes' } });
    expect(Math.abs((thermo.temperatures()[0]?.value ?? 0) - 36.6)).toBeLessThan(0.05);
  });

  it('asks for each frame when told to', async () => {
    const { board, thermo } = await bench('gy-906', 0, { queryEveryMs: 60 });
    await board.order({ present: 36.4, forMs: 1500 });
    await measured(thermo, 1);
    expect(thermo.temperatures()[0]?.window?.stable).toBe(true);
  });

  it('measures the next person anew, with nothing of the one before', async () => {
    const { board, thermo } = await bench('gy-906', 40);
    for (const celsius of [36.2, 37.1, 35.9]) {
      await board.order({ present: celsius, forMs: 800 });
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
    const values = thermo.temperatures().map((one) => one.value);
    expect(values).toHaveLength(3);
    for (const [i, celsius] of [36.2, 37.1, 35.9].entries()) {
      expect(Math.abs((values[i] ?? 0) - celsius)).toBeLessThan(0.05);
    }
  });

  it('reads right through cut frames, wrong checksums and noise, and says that the line is noisy', async () => {
    const { board, thermo } = await bench('gy-906', 20);
    await board.order({ faults: { cutEvery: 3, badSumEvery: 4, noiseBytes: 5 } });
    await board.order({ present: 36.6, forMs: 4000 });
    await measured(thermo, 1);
    expect(Math.abs((thermo.temperatures()[0]?.value ?? 0) - 36.6)).toBeLessThan(0.05);
    await until('the operator is told', () => thermo.issues.has('THERMO_NOISY_LINE'), 10_000);
    await board.order({ faults: { cutEvery: 0, badSumEvery: 0, noiseBytes: 0 } });
    await until('the line is quiet again', () => !thermo.issues.has('THERMO_NOISY_LINE'), 10_000);
  });

  it('a board that falls silent is offline, and online again when it speaks', async () => {
    const { board, thermo } = await bench('gy-906', 50, {}, { silenceSeconds: 1 });
    await board.order({ faults: { silent: true } });
    await until('offline', () => thermo.running.status().state === 'offline', 10_000);
    expect(thermo.running.status()).toMatchObject({
      detail: 'unreachable',
      lastError: { error: { code: 'THERMO_SILENT' } },
    });
    await board.order({ faults: { silent: false } });
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    await board.order({ present: 36.6, forMs: 1500 });
    await measured(thermo, 1);
  });

  it('an adapter that is pulled out and put back goes on', async () => {
    const { cable, board, thermo } = await bench('gy-906', 50);
    await board.stop();
    await cable.unplug();
    await until('offline', () => thermo.running.status().state === 'offline', 10_000);
    expect(thermo.running.status().lastError?.error.code).toMatch(/^THERMO_(LINE_CUT|PORT_MISSING)$/);
    await until('it is missed', () => thermo.running.status().lastError?.error.code === 'THERMO_PORT_MISSING', 10_000);
    await cable.plug();
    const second = await startBoard(cable.b, 'gy-906', 50);
    closers.push(() => second.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    await second.order({ present: 36.6, forMs: 1500 });
    await measured(thermo, 1);
  });

  it('a test of one in service asks the session, of another model finds silence', async () => {
    const { cable, thermo } = await bench('gy-906', 50);
    const mine = { connection: 'serial', serial: { path: cable.a, model: 'gy-906' } };
    expect((await thermo.running.probe(mine)).steps).toMatchObject([
      { step: 'reachable', ok: true, detail: 'in service' },
      { step: 'session', ok: true },
    ]);
    await thermo.running.stop();
    const other = await run({ connection: 'operator' });
    closers.push(() => other.running.stop());
    const { steps } = await other.running.probe({ connection: 'serial', serial: { path: cable.a, model: 'aa-a5' } });
    expect(steps).toMatchObject([
      { step: 'reachable', ok: true },
      { step: 'session', ok: false, code: 'THERMO_SILENT' },
    ]);
    const right = await other.running.probe(mine);
    expect(right.steps.every((step) => step.ok)).toBe(true);
    expect(right.steps.at(-1)).toMatchObject({ step: 'read', detail: expect.stringMatching(/^27\.\d+ °C$/) });
  });
});

describe.skipIf(!HAS_SOCAT)('the contract, over a serial line', () => {
  let cable: SerialCable | null = null;
  let board: BoardProcess | null = null;
  const checks = conformance(driver, {
    async config() {
      if (cable === null) {
        cable = await serialCable();
        board = await startBoard(cable.b, 'gy-906', 50);
      }
      return { connection: 'serial', serial: { path: cable.a, model: 'gy-906' } };
    },
    unreachable: { connection: 'serial', serial: { path: '/dev/hadir-not-there', model: 'gy-906' } },
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
  it('ends', async () => {
    await board?.stop();
    await cable?.remove();
    expect(cable).not.toBeNull();
  });
});
