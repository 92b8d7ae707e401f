import { conformance } from '@hadir/sdk/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import driver from '../../src/index.js';
import { type SimulatedAdmsTerminal, startAdmsTerminal } from '../../src/testing/adms-terminal.js';
import { pushedPunch } from '../../src/testing/adms-terminal-backlog.js';
import { startSoapTerminal } from '../../src/testing/soap-terminal.js';
import { startTerminal } from '../../src/testing/terminal-server.js';
import { freePort } from '../support/free-port.js';

const settings = { listen: { enabled: false }, discovery: { enabled: false } };
const nowhere = { host: '127.0.0.1', port: 1 };

describe.each(['tcp', 'udp'] as const)('the contract, over %s', (transport) => {
  let terminal: Awaited<ReturnType<typeof startTerminal>>;
  beforeAll(async () => {
    terminal = await startTerminal({ records: 300, users: 20 });
  });
  afterAll(() => terminal.close());
  const checks = conformance(driver, {
    config: () => ({ transport, host: '127.0.0.1', port: terminal.port, pollIntervalSeconds: 5 }),
    unreachable: { transport, ...nowhere },
    settings,
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});

describe('the contract, over soap', () => {
  let terminal: Awaited<ReturnType<typeof startSoapTerminal>>;
  beforeAll(async () => {
    terminal = await startSoapTerminal({
      memory: {
        punches: Array.from({ length: 40 }, (_, i) => ({
          pin: String(i),
          time: `2026-07-15 07:${String(i).padStart(2, '0')}:00`,
          verify: 1,
          state: 0,
        })),
      },
    });
  });
  afterAll(() => terminal.stop());
  const checks = conformance(driver, {
    config: () => ({ transport: 'soap', host: '127.0.0.1', port: terminal.port, pollIntervalSeconds: 5 }),
    unreachable: { transport: 'soap', ...nowhere },
    settings,
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});

describe('the contract, over adms', () => {
  let terminal: SimulatedAdmsTerminal | null = null;
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
  });
  afterAll(() => terminal?.stop());
  const punches = Array.from({ length: 400 }, (_, i) => pushedPunch(i, 20));
  const checks = conformance(driver, {
    async config() {
      await terminal?.stop();
      terminal = startAdmsTerminal({
        server: `http://127.0.0.1:${port}`,
        serialNumber: 'SIM1',
        pollMs: 20,
        retryMs: 20,
        backlog: punches,
      });
      return { transport: 'adms', serialNumber: 'SIM1' };
    },
    get settings() {
      return { listen: { host: '127.0.0.1', port }, inboxGraceSeconds: 600, discovery: { enabled: false } };
    },
    expectedKeys: () => punches.map((p) => `p|${p.pin}|${p.time.replace(' ', 'T')}|${p.verify}|${p.state}`),
    zone: 'Asia/Jakarta',
  });
  for (const check of checks) it(check.name, check.run);
});
