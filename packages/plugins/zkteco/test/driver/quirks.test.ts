import { afterEach, describe, expect, it } from 'vitest';
import { startTerminal, type TerminalOptions } from '../../src/testing/index.js';
import { COMMAND } from '../../src/wire/commands.js';
import { memoryHost } from '../support/context.js';
import { openDevice, startPlugin } from '../support/driver.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(options: TerminalOptions) {
  const terminal = await startTerminal({ records: 2_000, users: 100, ...options });
  closers.push(() => terminal.close());
  const plugin = await startPlugin();
  closers.push(() => plugin.shared.close());
  const host = memoryHost({ zone: 'Asia/Jakarta' });
  const device = await openDevice(plugin, { transport: 'tcp', host: '127.0.0.1', port: terminal.port }, host);
  closers.push(() => device.close());
  return { terminal, device, host };
}

describe('what is known of a kind of terminal', () => {
  it('reads directly at once where buffered reads are refused', async () => {
    const { terminal, device } = await open({ name: 'G2' });
    await device.backfill();
    expect(device.punches()).toHaveLength(2_000);
    expect(terminal.requests.get(COMMAND.DATA_WRRQ)).toBeUndefined();
  });

  it('never reads directly where that gives garbage: it fails and says so', async () => {
    const { device } = await open({ name: 'K40', bufferedReads: false });
    await expect(device.backfill()).rejects.toThrow(/ZK_UNSUPPORTED_COMMAND|ZK_COMMAND_REFUSED/);
    expect(device.punches()).toEqual([]);
  });

  it('asks weak terminals for small chunks', async () => {
    const weak = await open({ userBytes: 28 });
    await weak.device.backfill();
    const usual = await open({});
    await usual.device.backfill();
    expect(weak.device.punches()).toHaveLength(2_000);
    const chunks = ({ terminal }: typeof weak) => terminal.requests.get(COMMAND.DATA_RDY) ?? 0;
    // 80,000 bytes of records: two chunks of 65,472, or five of 16,384.
    expect(chunks(weak) - chunks(usual)).toBe(3);
  });

  it('tells the operator of a clock without a battery', async () => {
    const { host } = await open({ name: 'mini TA' });
    expect(host.issueCodes()).toContain('ZK_CLOCK_WITHOUT_BATTERY');
    const other = await open({});
    expect(other.host.issueCodes()).not.toContain('ZK_CLOCK_WITHOUT_BATTERY');
  });
});
