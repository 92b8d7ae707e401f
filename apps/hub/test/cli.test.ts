import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '../src/postgres/index.js';
import { HADIR, hadir } from './support/cli.js';
import { eventually } from './support/eventually.js';
import { GATE_PLUGIN } from './support/test-hub.js';

const VECTORS = fileURLToPath(new URL('../../../packages/plugins/zkteco/vectors/zkteco.json', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hadir-cli-'));
  chmodSync(folder, 0o711);
});
afterAll(async () => {
  await removeEmbeddedPostgres(join(folder, 'state')).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

describe('hadir without a hub', () => {
  it('replays golden vectors, and its exit code tells', async () => {
    const good = await hadir(['plugin', 'test', 'zkteco', VECTORS, '--json'], { cwd: ROOT });
    expect(good.code).toBe(0);
    const report = JSON.parse(good.out) as {
      passed: number;
      failed: number;
      results: { id: string; ok: boolean; diff: unknown[] }[];
    };
    expect(report.failed).toBe(0);
    expect(report.passed).toBe(report.results.length);

    const file = JSON.parse(readFileSync(VECTORS, 'utf8')) as { vectors: { expect: unknown }[] };
    const wrong = file.vectors.find((vector) => vector.expect !== null && typeof vector.expect === 'object');
    writeFileSync(
      join(folder, 'bad.json'),
      JSON.stringify({ vectors: [{ ...wrong, expect: { nothingOfTheSort: 1 } }] }),
    );
    const bad = await hadir(['plugin', 'test', 'zkteco', join(folder, 'bad.json'), '--json'], { cwd: ROOT });
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ passed: 0, failed: 1, results: [{ ok: false }] });
  });

  it('decodes a capture from an argument, a file or a pipe', async () => {
    const file = JSON.parse(readFileSync(VECTORS, 'utf8')) as {
      vectors: { codec: string; input: { hex?: string }; context?: object; expect: unknown }[];
    };
    const vector = file.vectors.find((one) => one.input.hex !== undefined && one.expect !== null && !one.context);
    const hex = vector?.input.hex ?? '';
    const codec = vector?.codec ?? '';
    writeFileSync(join(folder, 'capture.bin'), Buffer.from(hex, 'hex'));
    const [word, binary, pipe] = await Promise.all([
      hadir(['decode', 'zkteco', codec, hex], { cwd: ROOT }),
      hadir(['decode', 'zkteco', codec, join(folder, 'capture.bin')], { cwd: ROOT }),
      hadir(['decode', 'zkteco', codec], { cwd: ROOT, input: `${hex}\n` }),
    ]);
    expect(word.code, word.err).toBe(0);
    expect(JSON.parse(word.out)).toBeTypeOf('object');
    expect(binary.out).toBe(word.out);
    expect(pipe.out).toBe(word.out);
    const refused = await hadir(['decode', 'zkteco', 'no-such-codec', hex], { cwd: ROOT });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('CODEC_UNKNOWN');
  });

  it('says what is wrong and what to do, in the language of the caller', async () => {
    const english = await hadir(['device', 'list', '--state', join(folder, 'none')], { cwd: folder });
    expect(english.code).toBe(1);
    expect(english.err).toContain('CLI_HUB_NOT_FOUND');
    expect(english.err).toContain('What to do');
    const indonesian = await hadir(['device', 'list', '--state', join(folder, 'none')], {
      cwd: folder,
      env: { LANG: 'id_ID.UTF-8' },
    });
    expect(indonesian.err).toContain('Yang dapat dilakukan');
    expect((await hadir(['--lang', 'id', '--help'])).out).toContain('Jalankan hub');
    expect((await hadir(['nonsense'])).code).toBe(2);
  });

  it('prints the settings in force without their secrets', async () => {
    writeFileSync(join(folder, 'hadir.yaml'), 'http:\n  port: 9123\n');
    const env = { DATABASE_URL: 'postgres://budi:rahasia@10.0.0.1/hadir' };
    const shown = await hadir(['start', '--print-config'], { cwd: folder, env });
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('port: 9123');
    expect(shown.out).not.toContain('rahasia');
    writeFileSync(join(folder, 'hadir.yaml'), 'http:\n  port: banyak\n');
    const wrong = await hadir(['print-config'], { cwd: folder });
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toMatch(/hadir\.yaml:2/);
    await rm(join(folder, 'hadir.yaml'));
  });

  it('examines the machine and says what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const env = {
      HADIR_HTTP_PORT: String(port),
      DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
      HADIR_PLUGINS: join(folder, 'no-plugin'),
    };
    const examined = await hadir(['doctor', '--json', '--state', join(folder, 'doctor')], { cwd: folder, env });
    taken.close();
    expect(examined.code).toBe(1);
    expect(examined.out).not.toContain('secret');
    const findings = JSON.parse(examined.out) as { what: string; state: string; remedy: string | null }[];
    const state = (start: string) => findings.find((one) => one.what.startsWith(start))?.state;
    expect(state('Node.js')).toBe('ok');
    expect(state('State folder')).toBe('ok');
    for (const what of ['HTTP', 'PostgreSQL', 'Redis', 'Plugin']) {
      expect(state(what), what).toBe('fault');
    }
    expect(findings.filter((one) => one.state === 'fault').every((one) => one.remedy)).toBe(true);
  });
});

describe('hadir beside a hub on its own PostgreSQL', () => {
  let hub: ChildProcess;
  let output = '';
  const state = () => join(folder, 'state');
  const env = { HADIR_HTTP_PORT: '0', HADIR_PLUGINS: GATE_PLUGIN, HADIR_LOG_LEVEL: 'warn' };
  const run = (...args: string[]) => hadir([...args, '--state', state()], { cwd: folder });

  const start = async () => {
    output = '';
    hub = spawn(process.execPath, [HADIR, 'start', '--state', state()], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LANG: 'en_US.UTF-8', ...env },
    });
    for (const stream of [hub.stdout, hub.stderr]) {
      stream?.on('data', (data: Buffer) => {
        output += data.toString();
      });
    }
    await eventually(() => output.includes('The hub runs on') || hub.exitCode !== null, 90_000);
    expect(hub.exitCode, output).toBeNull();
  };
  const stop = async () => {
    const ended = once(hub, 'exit');
    hub.kill('SIGTERM');
    return (await ended) as [number | null, string | null];
  };

  beforeAll(start);
  afterAll(async () => {
    if (hub.exitCode === null) await stop();
  });

  it('shows the administrator key on the very first start, and only there', () => {
    expect(output.match(/hadir_[0-9a-f]{8}_[0-9a-f]{64}/g)).toHaveLength(1);
    expect(statSync(join(state(), 'hub.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(state(), 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('adds, lists, tests and commands a device', async () => {
    const added = await run('device', 'add', 'gate', 'Pintu', 'users=4', 'backlog=50', 'everyMs=200000', '--json');
    expect(added.code, added.err).toBe(0);
    const listed = await run('device', 'list');
    expect(listed.out).toMatch(/Pintu\s+gate/);
    await eventually(async () => /Pintu\s+gate\s+online\s+\S+\s+50/.test((await run('device', 'list')).out));
    const tested = await run('device', 'test', 'Pintu');
    expect(tested.code).toBe(1);
    expect(tested.out).toContain('✓ authorised');
    expect(tested.out).toContain('Stopped at: mapped');
    const ordered = await run('device', 'command', 'Pintu', 'clock.read');
    expect(ordered).toMatchObject({ code: 0, out: 'done {"offsetMs":7}\n' });
    expect((await run('device', 'add', 'gate', 'Pintu', 'users=4')).err).toContain('DEVICE_NAME_TAKEN');
  });

  it('finds and adopts devices', async () => {
    const listed = await run('inbox', 'list', '--discover', 'gate', '--json');
    expect(listed.code, listed.err).toBe(0);
    await eventually(async () => (await run('inbox', 'list')).out.includes('GATE-9'));
    const adopted = await run('inbox', 'adopt', 'gate', 'GATE-9', 'everyMs=200000', '--name', 'Gerbang');
    expect(adopted.out).toContain('Gerbang');
    expect((await run('plugin', 'list')).out).toMatch(/gate\s+1\.0\.0\s+running/);
  });

  it('makes and revokes keys on the database itself', async () => {
    const made = JSON.parse((await run('key', 'create', 'layar', '--scopes', 'events:read', '--json')).out) as {
      token: string;
      key: { id: string };
    };
    const url = /http:\S+?(?=\s|$)/.exec(output)?.[0] ?? '';
    const ask = async () =>
      (await fetch(`${url}/api/v1/events`, { headers: { authorization: `Bearer ${made.token}` } })).status;
    expect(await ask()).toBe(200);
    expect((await run('key', 'revoke', made.key.id)).code).toBe(0);
    expect(await ask()).toBe(401);
    expect((await run('key', 'create', 'x', '--scopes', 'god')).code).toBe(2);
  });

  it('rotates the secret under the running hub', async () => {
    const rotated = await run('secret', 'rotate');
    expect(rotated.out).toMatch(/2 configurations/);
    expect((await run('device', 'test', 'Pintu')).out).toContain('✓ session');
  });

  it('stops in order on a signal, leaving no process, and proves the journal afterwards', async () => {
    const verified = await run('journal', 'verify');
    expect(verified, verified.err).toMatchObject({ code: 0 });
    const running = JSON.parse(readFileSync(join(state(), 'hub.json'), 'utf8')) as { url: string; key: string };
    const elsewhere = await hadir(['journal', 'verify', '--json'], {
      env: { HADIR_URL: running.url, HADIR_KEY: running.key },
    });
    expect(JSON.parse(elsewhere.out), elsewhere.err).toMatchObject({ ok: true, rows: 50 });
    expect((await run('database', 'url')).out).toMatch(/^postgres(ql)?:\/\//);
    const pid = Number(readFileSync(join(state(), 'hub.json'), 'utf8').match(/"pid":(\d+)/)?.[1]);
    expect(pid).toBe(hub.pid);
    expect(await stop()).toEqual([0, null]);
    expect(existsSync(join(state(), 'hub.json'))).toBe(false);

    const quiet = await run('journal', 'verify', '--json');
    expect(JSON.parse(quiet.out)).toMatchObject({ ok: true, rows: 50 });

    // Whoever changes a row by hand is found out, by the row.
    await start();
    expect(output).not.toContain('hadir_');
    const { databaseUrl } = JSON.parse(readFileSync(join(state(), 'hub.json'), 'utf8')) as { databaseUrl: string };
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(
      `update journal set body = replace(body, '"deviceUserId":"2"', '"deviceUserId":"3"') where seq = 6`,
    );
    await client.end();
    const forged = await run('journal', 'verify');
    expect(forged.code).toBe(1);
    expect(forged.out).toMatch(/#6 row-altered/);
  });
});
