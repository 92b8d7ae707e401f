import { createServer, type Server } from 'node:net';
import { memorySink, until } from '@hadir/sdk/testing';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { run } from './support/run.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A real broker in this process; `password` is what it asks for. */
async function startBroker(password?: string) {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _user, given, done) => {
      if (password === undefined || given?.toString() === password) done(null, true);
      else done(Object.assign(new Error('not authorised'), { returnCode: 4 }) as never, false);
    },
  });
  const server: Server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  closers.push(
    () =>
      new Promise((resolve) => {
        aedes.close(() => server.close(() => resolve(null)));
      }),
  );
  return { aedes, url: `mqtt://127.0.0.1:${port}` };
}

async function kiosk(url: string) {
  const client = await connectAsync(url, { reconnectPeriod: 0 });
  closers.push(() => client.endAsync(true));
  return (message: unknown) =>
    client.publishAsync('kiosk/pintu', typeof message === 'string' ? message : JSON.stringify(message), { qos: 1 });
}

describe('kiosks over MQTT', () => {
  it('takes value, person and room; 0 is no reading; a repeated message is one reading', async () => {
    const { url } = await startBroker();
    const thermo = await run({ connection: 'mqtt', mqtt: { url, topic: 'kiosk/+' }, mode: 'surface' });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    const publish = await kiosk(url);
    await publish({ citiz: '1001', temperature: '36,6', ambient: 28, time: '2026-07-15 07:31:02' });
    await publish({ citiz: '1001', temperature: '36,6', ambient: 28, time: '2026-07-15 07:31:02' });
    await publish({ citiz: '1002', temperature: 0 });
    await publish({ citiz: '1003', temperature: 98.6 });
    await until('both', () => thermo.temperatures().length === 2, 10_000);
    expect(thermo.temperatures()).toMatchObject([
      { deviceUserId: '1001', value: 36.6, unit: 'C', ambient: 28, mode: 'surface' },
      { deviceUserId: '1003', value: 98.6, unit: 'F' },
    ]);
    // What identifies a reading is kept for long; the value must not be in it.
    for (const { key } of thermo.temperatures()) expect(key.replace(/\d{13}/, 'time')).not.toMatch(/36|98/);
  });

  it('tells the operator of a message that it cannot read, and goes on', async () => {
    const { url } = await startBroker();
    const thermo = await run({ connection: 'mqtt', mqtt: { url, topic: 'kiosk/pintu' } });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    const publish = await kiosk(url);
    await publish('{"temperature":');
    await until('told', () => thermo.issues.has('THERMO_PAYLOAD_INVALID'), 10_000);
    await publish({ temperature: 36.5 });
    await until('read', () => thermo.temperatures().length === 1, 10_000);
    expect(thermo.issues.size).toBe(0);
  });

  it('confirms a message only when its reading is durable: what the store refuses comes again', async () => {
    const { url } = await startBroker();
    const sink = memorySink({ failFirst: 2 });
    const thermo = await run({ connection: 'mqtt', mqtt: { url, topic: 'kiosk/pintu' } }, { sink });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    const publish = await kiosk(url);
    await publish({ temperature: 36.5, citiz: '7', time: 'a' });
    await until('read', () => thermo.temperatures().length === 1, 15_000);
    expect(thermo.temperatures()[0]).toMatchObject({ value: 36.5, deviceUserId: '7' });
  });

  it('a wrong password is a matter of credentials, an absent broker is not', async () => {
    const { url } = await startBroker('benar');
    const wrong = await run({ connection: 'mqtt', mqtt: { url, topic: 't', username: 'u', password: 'salah' } });
    closers.push(() => wrong.running.stop());
    await until('refused', () => wrong.running.status().detail === 'auth', 10_000);
    expect(wrong.running.status().lastError?.error.code).toBe('THERMO_ACCESS_DENIED');
    const right = await run({ connection: 'mqtt', mqtt: { url, topic: 't', username: 'u', password: 'benar' } });
    closers.push(() => right.running.stop());
    await until('online', () => right.running.status().state === 'online', 10_000);
    const nobody = await run({ connection: 'mqtt', mqtt: { url: 'mqtt://127.0.0.1:1', topic: 't' } });
    closers.push(() => nobody.running.stop());
    await until('offline', () => nobody.running.status().detail === 'unreachable', 10_000);
  });
});
