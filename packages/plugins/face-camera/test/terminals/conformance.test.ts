import { conformance } from '@hadir/sdk/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import driver from '../../src/index.js';
import { type DahuaTerminal, startDahuaTerminal } from '../../src/testing/dahua-terminal.js';
import { type HikvisionTerminal, startHikvisionTerminal } from '../../src/testing/hikvision-terminal.js';
import { freePort, PASSWORD } from './support.js';

const account = { username: 'admin', password: PASSWORD };
const nowhere = { host: '127.0.0.1', port: 1, ...account };
const jakarta = 7 * 3_600_000;

describe.each(['stream', 'poll'] as const)('the contract, Hikvision over %s', (live) => {
  let terminal: HikvisionTerminal;
  beforeAll(async () => {
    terminal = await startHikvisionTerminal();
    for (let i = 0; i < 200; i++) {
      const wall = new Date(Date.now() + jakarta - (i + 10) * 60_000).toISOString().slice(0, 19);
      terminal.record({ employeeNo: `e${i}`, wall });
    }
  });
  afterAll(() => terminal.stop());
  const checks = conformance(driver, {
    config: () => ({ type: 'hikvision', host: terminal.host, port: terminal.port, live, ...account }),
    unreachable: { type: 'hikvision', live, ...nowhere },
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});

describe('the contract, Hikvision that pushes', () => {
  let terminal: HikvisionTerminal;
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    terminal = await startHikvisionTerminal({ retryMs: 20 });
    for (let i = 0; i < 100; i++) {
      const wall = new Date(Date.now() + jakarta - (i + 10) * 60_000).toISOString().slice(0, 19);
      terminal.record({ employeeNo: `e${i}`, wall });
    }
  });
  afterAll(() => terminal.stop());
  const checks = conformance(driver, {
    config: () => ({
      type: 'hikvision',
      host: terminal.host,
      port: terminal.port,
      live: 'push',
      pushSecret: 'secret-123',
      pushTo: { host: '127.0.0.1', port },
      ...account,
    }),
    get settings() {
      return { listen: { enabled: true, host: '127.0.0.1', port } };
    },
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});

describe('the contract, Dahua', () => {
  let terminal: DahuaTerminal;
  beforeAll(async () => {
    terminal = await startDahuaTerminal();
    const now = Math.floor(Date.now() / 1000);
    for (let i = 0; i < 200; i++) terminal.record({ UserID: `u${i}`, CreateTime: now - (i + 10) * 60 });
  });
  afterAll(() => terminal.stop());
  const checks = conformance(driver, {
    config: () => ({ type: 'dahua', host: terminal.host, port: terminal.port, ...account }),
    unreachable: { type: 'dahua', ...nowhere },
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});
