import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHikvisionTerminal } from '@hadir/plugin-face-camera/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { eventually } from './support/eventually.js';
import { startTestHub, type TestHub } from './support/test-hub.js';

/** The plugin as it is shipped, in a process of its own, with its own models. */
const PLUGIN = fileURLToPath(new URL('../../../packages/plugins/face-camera', import.meta.url));
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const isBuilt = existsSync(join(PLUGIN, 'dist', 'manifest.json'));

/** Shares of width and height in the photographs of @vladmandic/face-api (MIT). She is on the first one too. */
const HER = { sample: 3, x: 0.48, y: 0.08, width: 0.26, height: 0.42 };
const LAUGHING = { sample: 6, x: 0.54, y: 0.1, width: 0.22, height: 0.4 };

let postgres: TestPostgres;
let database: TestDatabase;
let hub: TestHub;
let folder: string;
let camera: Server;
let shown: Buffer;
let served = 0;
let stopTerminal: (() => Promise<void>) | null = null;

function sampleFile(sample: number): string {
  const packageFile = createRequire(join(PLUGIN, 'package.json')).resolve('@vladmandic/face-api/package.json');
  return join(dirname(packageFile), 'demo', `sample${sample}.jpg`);
}

/** A part of a photograph at a width of its own, so that no two pictures are the same bytes. */
async function picture(part: typeof HER, widthPx: number): Promise<Buffer> {
  const out = join(folder, `${part.sample}-${widthPx}.jpg`);
  const { x, y, width, height } = part;
  const filter = `crop=iw*${width}:ih*${height}:iw*${x}:ih*${y},scale=${widthPx}:-2`;
  const args = ['-y', '-loglevel', 'error', '-i', sampleFile(part.sample), '-vf', filter, '-q:v', '2', out];
  const made = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return readFile(out);
}
const whole = (sample: number) => picture({ sample, x: 0, y: 0, width: 1, height: 1 }, 1280);

async function call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown) {
  return hub.call<Body>(method, `/api/v1${path}`, body === undefined ? {} : { body });
}
async function ok<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await call<Body>(method, path, body);
  expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

/** Opens an enrolment and fills it with views of one part of a photograph: what is not taken is taken again, as at a desk. */
async function filled(
  name: string,
  part: typeof HER,
  widths: readonly number[],
): Promise<{ personId: string; session: string }> {
  const { id: personId } = await ok<{ id: string }>('POST', '/people', { name });
  const basis = { basis: 'consent', basisReference: 'Formulir uji 1' };
  const { id: session } = await ok<{ id: string }>('POST', '/faces/enrolments', { personId, ...basis });
  let taken = 0;
  for (const widthPx of widths) {
    const body = { picture: (await picture(part, widthPx)).toString('base64') };
    const told = await ok<{ taken: boolean }>('POST', `/faces/enrolments/${session}/pictures`, body);
    if (told.taken) taken += 1;
    if (taken === 3) break;
  }
  expect(taken, name).toBe(3);
  return { personId, session };
}
const eventsOf = async (personId: string) =>
  (
    await ok<{ items: { methods: string[]; verdict: string; transport: string }[] }>(
      'GET',
      `/events?personId=${personId}`,
    )
  ).items;
async function lookedAt(): Promise<void> {
  const from = served;
  await eventually(() => served > from + 6, 60_000);
}

describe.runIf(hasFfmpeg && isBuilt)('the face plugin as it is shipped', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hadir-faces-'));
    shown = await whole(2);
    camera = createServer((_, response) => {
      served += 1;
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': shown.length }).end(shown);
    });
    await new Promise<void>((resolve) => camera.listen(0, '127.0.0.1', resolve));
    postgres = (await startTestPostgres('embedded')) as TestPostgres;
    database = await postgres.database();
    hub = await startTestHub({ databaseUrl: database.url, plugins: [{ use: PLUGIN, settings: { threads: 1 } }] });
    // Loading the models may take a while on a busy machine.
    await eventually(async () => (await call('POST', '/faces/calibration', {})).status === 200, 120_000);
  }, 240_000);
  afterAll(async () => {
    await hub?.stop();
    await stopTerminal?.();
    await database?.drop();
    await postgres?.stop();
    camera?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('enrols, recognises before a camera, warns of doubles, and forgets', async () => {
    const her = await filled('Ibu Contoh', HER, [640, 620, 600, 660, 680, 580]);
    await ok('POST', `/faces/enrolments/${her.session}/finish`, {});
    const other = await filled('Pak Contoh', LAUGHING, [640, 620, 600, 660, 680, 580]);
    expect(await ok('POST', `/faces/enrolments/${other.session}/check`)).toEqual({ onePerson: true, lookalikes: [] });
    await ok('POST', `/faces/enrolments/${other.session}/finish`, {});

    // The same face under another name is seen.
    const twice = await filled('Nama Lain', HER, [700, 720, 740, 760, 780, 800]);
    const refused = await call('POST', `/faces/enrolments/${twice.session}/finish`, {});
    expect(refused.body).toMatchObject({ code: 'FACE_LOOKALIKE', details: { names: 'Ibu Contoh' } });
    await ok('DELETE', `/faces/enrolments/${twice.session}`);

    const url = `http://127.0.0.1:${(camera.address() as AddressInfo).port}/snapshot.jpg`;
    const config = { type: 'camera', source: 'snapshot', url, framesPerSecond: 4, galleries: ['*'] };
    await ok('POST', '/devices', { pluginId: 'face-camera', name: 'Kamera lobi', config });
    await lookedAt();
    expect([...(await eventsOf(her.personId)), ...(await eventsOf(other.personId))]).toEqual([]);

    shown = await whole(1);
    await eventually(async () => (await eventsOf(her.personId)).length === 1, 60_000);
    expect((await eventsOf(her.personId))[0]).toMatchObject({ methods: ['face'], verdict: 'accepted' });
    expect(await eventsOf(other.personId)).toEqual([]);
    const all = await ok<{ items: unknown[] }>('GET', '/events');
    expect(all.items).toHaveLength(1);

    const { items } = await ok<{ items: { calibration: { people: number }; words: { en: string } }[] }>(
      'POST',
      '/faces/calibration',
      {},
    );
    expect(items[0]).toMatchObject({ calibration: { people: 2 } });
    expect(items[0]?.words.en).toContain('2 people');

    // A terminal that recognises by itself gets her face, tells of her, and gives it up again.
    const terminal = await startHikvisionTerminal({ username: 'hadir', password: 'rahasia1' });
    stopTerminal = terminal.stop;
    const login = {
      type: 'hikvision',
      host: terminal.host,
      port: terminal.port,
      username: 'hadir',
      password: 'rahasia1',
    };
    const door = await ok<{ id: string }>('POST', '/devices', {
      pluginId: 'face-camera',
      name: 'Terminal pintu',
      config: login,
    });
    await eventually(() => terminal.openLines === 1, 60_000);
    const sent = { deviceIds: [door.id], picture: (await picture(HER, 640)).toString('base64') };
    await ok('POST', `/faces/people/${her.personId}/terminals`, sent);
    await eventually(() => terminal.faces.size === 1, 60_000);
    const [personKey = ''] = terminal.faces.keys();
    expect(personKey).toMatch(/^9\d{8}$/);
    terminal.scan(personKey);
    const atDoor = async () => (await eventsOf(her.personId)).filter(({ transport }) => transport.startsWith('isapi'));
    await eventually(async () => (await atDoor()).length === 1, 60_000);

    const proof = await ok<{ steps: unknown[] }>('DELETE', `/faces/people/${her.personId}`, {
      reason: 'Permintaan sendiri',
    });
    expect(proof).toMatchObject({ complete: true, removed: { templates: 3 } });
    expect(proof.steps).toContainEqual(expect.objectContaining({ kind: 'terminal', target: door.id, left: 0 }));
    expect(terminal.faces.size + terminal.users.size).toBe(0);
    const left = await ok<{ items: { calibration: { people: number } }[] }>('POST', '/faces/calibration', {});
    expect(left.items[0]?.calibration.people).toBe(1);
  }, 240_000);
});
