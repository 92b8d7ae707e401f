import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHubClient, type HubClient } from '@hadir/sdk/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { importFaces } from '../src/cli/face-import/import-faces.js';
import { createProgram } from '../src/cli/program.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { FACES_PLUGIN, fakePicture } from './support/face-pictures.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let client: HubClient;
let folder: string;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
  database = await postgres.database();
  hub = await startTestHub({
    databaseUrl: database.url,
    settings: { limits: { requestsPerMinute: 100_000 } },
    plugins: [{ use: FACES_PLUGIN }],
  });
  client = createHubClient({ url: hub.url, key: hub.adminKey, language: 'en' });
  folder = await mkdtemp(join(tmpdir(), 'hadir-photos-'));
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

const nip = (n: number) => `198503152010011${String(n).padStart(3, '0')}`;
const settings = {
  basis: 'public-task',
  basisReference: 'Perbup 12/2026',
  fewerReason: null,
  again: false,
} as const;

async function photo(name: string, said: Parameters<typeof fakePicture>[0] | null): Promise<void> {
  await writeFile(join(folder, name), said === null ? 'not a picture' : fakePicture(said));
}
async function staff(n: number): Promise<void> {
  await client.people.add({ name: `Pegawai ${n}`, numbers: [{ kind: 'nip', value: nip(n) }] });
}

describe('a folder of photos', () => {
  it('is checked whole in a dry run, then enrolled, and can be given again', async () => {
    for (const n of [1, 2, 3, 4]) await staff(n);
    for (const view of [1, 2, 3]) {
      await photo(`${nip(1)}-${view}.jpg`, { who: 'satu', view });
      await photo(`${nip(2)}-${view}.JPG`, { who: 'dua', view, ...(view === 2 ? { advice: ['more-light'] } : {}) });
      await photo(`${nip(4)}-${view}.jpg`, { who: 'satu', view: view + 10 });
      await photo(`${nip(9)}-${view}.jpg`, { who: 'tak dikenal', view });
    }
    await photo(`${nip(3)}.jpg`, { who: 'tiga', view: 1 });
    await photo('Budi.jpg', { who: 'budi', view: 1 });
    await photo(`${nip(1)}-9.png`, null);
    await photo('.DS_Store', null);
    await mkdir(join(folder, 'lama'));

    const dry = await importFaces(client, folder, { ...settings, dryRun: true });
    expect(dry).toMatchObject({ photos: 13, people: 5, enrolled: 2, skipped: 0 });
    const told = new Map(dry.problems.map(({ file, text }) => [file, text.en]));
    expect(told.get('Budi.jpg')).toContain('18-digit NIP');
    expect(told.get('lama')).toContain('18-digit NIP');
    expect(told.get(`${nip(1)}-9.png`)).toBe('Neither JPEG nor PNG.');
    expect(told.get(`${nip(2)}-2.JPG`)).toContain('light');
    expect(told.get(`${nip(9)}-1.jpg`)).toContain('Nobody has the NIP');
    expect(told.get(`${nip(3)}.jpg`)).toBe('Only 1 good photos; 3 are needed.');
    expect(told.has('.DS_Store')).toBe(false);
    expect((await database.pool.query('select 1 from face_enrolment')).rowCount).toBe(0);

    const first = await importFaces(client, folder, { ...settings, dryRun: false });
    expect(first).toMatchObject({ enrolled: 1, skipped: 0 });
    expect(first.problems.find(({ file }) => file.startsWith(nip(4)))?.text.en).toMatch(/FACE_LOOKALIKE.*Pegawai 1/);
    const open = await database.pool.query(`select 1 from face_enrolment where status = 'open'`);
    expect(open.rowCount).toBe(0);

    const again = await importFaces(client, folder, { ...settings, fewerReason: 'Foto berkas pegawai', dryRun: false });
    expect(again).toMatchObject({ enrolled: 2, skipped: 1 });
    const { rows } = await database.pool.query<{ fewer: string }>(
      `select details ->> 'fewer' as fewer from audit_entry where action = 'face.enrol.finish' order by id`,
    );
    expect(rows.map(({ fewer }) => fewer)).toEqual([null, 'Foto berkas pegawai', 'Foto berkas pegawai']);
  });

  it('and the rest of `hadir face` by the command line', async () => {
    vi.stubEnv('HADIR_URL', hub.url);
    vi.stubEnv('HADIR_KEY', hub.adminKey);
    const out: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    const run = async (...args: string[]) => {
      out.length = 0;
      await createProgram('en').parseAsync(['face', ...args], { from: 'user' });
      return out.join('');
    };
    const basis = ['--basis', 'consent', '--reference', 'Formulir 1'];
    expect(await run('import', folder, '--dry-run', ...basis)).toMatch(/FILE +PROBLEM[\s\S]*were enrolled before/);
    expect(process.exitCode).toBe(1);
    process.exitCode = 0;
    expect(await run('list')).toContain('Pegawai 1');
    expect(await run('calibrate')).toContain('people, model fake');
    const proof = await run('erase', nip(1), '--reason', 'Permintaan sendiri');
    expect(proof).toMatch(/plugin +faces +done +0/);
    expect(proof).toContain('Done. Proof:');
    expect(await run('list')).not.toMatch(/Pegawai 1 /);
    vi.unstubAllEnvs();
  });
});
