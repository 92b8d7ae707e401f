import { createRequire } from 'node:module';
import { conformance, tcpFaultProxy, until } from '@hadir/sdk/testing';
import type { ServerSerial } from 'modbus-serial';
import { afterEach, describe, expect, it } from 'vitest';
import driver from '../src/index.js';
import { startModbusThermometer } from '../src/testing/index.js';
import { HAS_SOCAT, serialCable } from './support/pty.js';
import { run } from './support/run.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('infrared sensors over Modbus', () => {
  it('TCP: measures who stands there, in tenths, with the room beside it', async () => {
    const sensor = await startModbusThermometer();
    closers.push(() => sensor.stop());
    const thermo = await run({
      connection: 'modbus-tcp',
      modbus: { host: sensor.host, port: sensor.port, pollEveryMs: 50 },
      mode: 'surface',
    });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    sensor.present(35.4, 1500);
    await until('a measurement', () => thermo.temperatures().length === 1, 10_000);
    expect(thermo.temperatures()[0]).toMatchObject({ value: 35.4, unit: 'C', ambient: 26, transport: 'modbus' });
  });

  it('TCP: a cut line is offline, a healed one goes on', async () => {
    const sensor = await startModbusThermometer();
    closers.push(() => sensor.stop());
    const proxy = await tcpFaultProxy({ host: sensor.host, port: sensor.port });
    closers.push(() => proxy.close());
    const thermo = await run({
      connection: 'modbus-tcp',
      modbus: { host: '127.0.0.1', port: proxy.port, pollEveryMs: 50 },
    });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    proxy.cut();
    await until('a second session', () => thermo.running.status().lastError !== null, 10_000);
    expect(thermo.running.status().lastError?.error.code).toMatch(/^THERMO_(NOT_REACHABLE|NO_ANSWER)$/);
    await until('online again', () => thermo.running.status().state === 'online', 10_000);
    sensor.present(36.5, 1500);
    await until('a measurement', () => thermo.temperatures().length === 1, 10_000);
  });

  it.skipIf(!HAS_SOCAT)('RTU: a real Modbus server at the other end of a serial line', async () => {
    const cable = await serialCable();
    closers.push(() => cable.remove());
    const { ServerSerial: Server } = createRequire(import.meta.url)('modbus-serial') as {
      ServerSerial: typeof ServerSerial;
    };
    let objectTenths = 260;
    const server = new Server(
      { getHoldingRegister: (address: number) => (address === 0x14 ? 270 : address < 0x14 ? objectTenths : 0) },
      { path: cable.b, baudRate: 9600, unitID: 1 } as never,
    );
    closers.push(() => new Promise((resolve) => server.close(() => resolve(null))));
    const thermo = await run({ connection: 'modbus-rtu', modbus: { path: cable.a, pollEveryMs: 60 } });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    objectTenths = 365;
    await until('a measurement', () => thermo.temperatures().length === 1, 10_000);
    expect(thermo.temperatures()[0]).toMatchObject({ value: 36.5, ambient: 27 });
  });
});

describe('the contract, over Modbus TCP', () => {
  let sensor: Awaited<ReturnType<typeof startModbusThermometer>> | null = null;
  const checks = conformance(driver, {
    async config() {
      sensor ??= await startModbusThermometer();
      return { connection: 'modbus-tcp', modbus: { host: sensor.host, port: sensor.port, pollEveryMs: 50 } };
    },
    unreachable: { connection: 'modbus-tcp', modbus: { host: '127.0.0.1', port: 1 } },
  });
  for (const check of checks) it(check.name, check.run);
  it('ends', async () => {
    await sensor?.stop();
    expect(sensor).not.toBeNull();
  });
});
