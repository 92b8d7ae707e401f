import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '../src/postgres/index.js';
import { hadir } from './support/cli.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-demo-'));
  chmodSync(folder, 0o711);
});
afterAll(async () => {
  await removeEmbeddedPostgres(join(folder, 'state')).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const processesOf = (path: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(path) && !line.includes(' ps '));

describe('hadir demo', () => {
  it('shows scans of all three terminals with names, and visits with a temperature, ends by itself, and goes on at the next start', async () => {
    const first = await hadir(['demo', '--for', '35', '--folder', folder, '--lang', 'id'], { cwd: folder });
    expect(first.code, first.err).toBe(0);
    expect(first.out).toMatch(/http:\/\/127\.0\.0\.1:\d+\/docs/);
    expect(first.out).toMatch(/Sekretariat Daerah .*sidik jari .*zk-(live|tcp)/);
    expect(first.out).toMatch(/Puskesmas Turikale .*sidik jari .*zk-(live|udp)/);
    expect(first.out).toMatch(/Kecamatan Bontoa .*sidik jari .*adms/);
    expect(first.out).toContain('5000 catatan lama');
    // The gate with the thermometer: check-in and temperature are one visit.
    expect(first.out).toMatch(/◆ Pendopo Kecamatan .*36,\d °C/);
    // The plain camera in the lobby: one person enrolled before it, then seen among others.
    expect(first.out).toContain('mendaftarkan wajah Rosdiana Tanete');
    expect(processesOf(folder)).toEqual([]);

    const second = await hadir(['demo', '--for', '20', '--folder', folder, '--lang', 'id'], { cwd: folder });
    expect(second.code, second.err).toBe(0);
    expect(second.out).toMatch(/zk-live/);
    expect(second.out).not.toContain('catatan lama dari ingatan');
    expect(first.out + second.out).toMatch(/Sekretariat Daerah .*Rosdiana Tanete .*wajah .*camera-mjpeg/);
    expect(processesOf(folder)).toEqual([]);

    const verified = await hadir(['journal', 'verify', '--json', '--state', join(folder, 'state')], { cwd: folder });
    // Three terminals, thermometer, camera, the desk where faces are enrolled, the office of the phones.
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, devices: 7 });
    expect(first.out + second.out).toMatch(/Irwan Palakka .*checkin/);
    expect(first.out + second.out).toMatch(/Ponsel Taufik Camba: ditolak/);
  }, 480_000);
});
