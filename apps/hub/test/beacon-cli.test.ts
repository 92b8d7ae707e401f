import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eidAdvert, startAbSniffer } from '@hadir/plugin-ble-beacon/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { HADIR } from './support/cli.js';
import { eventually } from './support/eventually.js';

const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function cable(): Promise<readonly [string, string]> {
  const folder = await mkdtemp(join(tmpdir(), 'hadir-walk-'));
  const ends = [join(folder, 'a'), join(folder, 'b')] as const;
  const socat = spawn('socat', ['-d', '-d', ...ends.map((end) => `pty,raw,echo=0,link=${end}`)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  socat.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  await eventually(async () => said.includes('starting data transfer'));
  closers.push(async () => {
    const gone = new Promise((resolve) => socat.once('exit', resolve));
    socat.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true });
  });
  return ends;
}

describe.skipIf(!HAS_SOCAT)('hadir beacon calibrate', () => {
  it('records at each spot with a radio in hand, and proposes threshold and band', async () => {
    const [near, far] = await cable();
    const identityKey = randomBytes(16);
    const sniffer = await startAbSniffer(far);
    let strengthDbm = -62;
    const sending = setInterval(() => {
      const adv = eidAdvert({ identityKey, rotationExponent: 5 }, Date.now() / 1000);
      sniffer.report({ mac: 'c2005900038e', rssiDbm: strengthDbm, adv });
      // Somebody else's beacon, far stronger.
      const other = eidAdvert({ identityKey: randomBytes(16), rotationExponent: 5 }, Date.now() / 1000);
      sniffer.report({ mac: 'c2005900038f', rssiDbm: -30, adv: other });
    }, 50);
    closers.push(async () => {
      clearInterval(sending);
      await sniffer.close();
    });
    const args = ['beacon', 'calibrate', 'Kantor', 'transport=absniffer', `path=${near}`, '--json', '--lang', 'en'];
    const spots = ['--spot', 'in:Far desk', '--spot', 'out:Street door', '--seconds', '2'];
    const child = spawn(process.execPath, [HADIR, ...args, '--beacon', `eid:${identityKey.toString('hex')}`, ...spots]);
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await eventually(async () => err.includes('"Far desk"'), 60_000);
    child.stdin.write('\n');
    await eventually(async () => err.includes('"Street door"'), 60_000);
    strengthDbm = -88;
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.stdin.write('\n');
    expect(await ended, err).toBe(0);
    const told = JSON.parse(out) as { spots: { name: string; rssiDbm: number[] }[]; proposal: Record<string, unknown> };
    expect(told.spots.map(({ name, rssiDbm }) => [name, new Set(rssiDbm)])).toEqual([
      ['Far desk', new Set([-62])],
      ['Street door', new Set([-88])],
    ]);
    expect(told.proposal).toMatchObject({ thresholdDbm: -68, reviewBandDb: 6, separable: true });
  }, 120_000);

  it('says what is wrong with the radio, and when nothing was heard', async () => {
    const [near, far] = await cable();
    const sniffer = await startAbSniffer(far);
    closers.push(() => sniffer.close());
    const run = async (settings: readonly string[]) => {
      const spots = ['--spot', 'in:Desk', '--seconds', '1', '--no-wait', '--lang', 'en'];
      const child = spawn(process.execPath, [
        HADIR,
        'beacon',
        'calibrate',
        'x',
        ...settings,
        '--beacon',
        'mac:c2005900038e',
        ...spots,
      ]);
      let err = '';
      child.stderr.on('data', (data: Buffer) => {
        err += data.toString();
      });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, err };
    };
    const silent = await run(['transport=absniffer', `path=${near}`]);
    expect(silent.code).not.toBe(0);
    expect(silent.err).toContain('CLI_WALK_TOO_SHORT');
    const missing = await run(['transport=h4', 'path=/dev/no-such-port']);
    expect(missing.code).not.toBe(0);
    expect(missing.err).toContain('BLE_SOURCE_UNREACHABLE');
  }, 120_000);
});
