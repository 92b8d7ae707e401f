import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { HubConfig } from '../../config/index.js';
import { keyFilePath } from '../../devices/index.js';
import { readRunFile } from '../../runtime/run-file.js';
import type { Say } from '../language.js';
import { type Finding, fault, fine, warning } from './finding.js';

const LEAST_NODE = [20, 19] as const;
const LEAST_FREE_MIB = 500;
/** No attendance was recorded by Hadir before it existed: an earlier clock was never set. */
const EARLIEST = Date.UTC(2026, 0, 1);

export function checkNode(say: Say): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return isOld
    ? fault(
        'Node.js',
        process.version,
        say({ id: 'Pasang Node.js 20.19 atau lebih baru.', en: 'Install Node.js 20.19 or newer.' }),
      )
    : fine('Node.js', process.version);
}

export function checkClock(config: HubConfig, say: Say): Finding {
  const what = say({ id: 'Jam', en: 'Clock' });
  const found = `${new Date().toISOString()} (${config.zone})`;
  if (Date.now() >= EARLIEST) return fine(what, found);
  return fault(
    what,
    found,
    say({ id: 'Setel jam mesin ini dan nyalakan NTP.', en: 'Set the clock of this machine and switch NTP on.' }),
  );
}

export async function checkStateFolder(config: HubConfig, say: Say): Promise<readonly Finding[]> {
  const what = say({ id: 'Folder keadaan', en: 'State folder' });
  const { stateFolder } = config;
  try {
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    await access(stateFolder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const remedy = say({
      id: `Beri pengguna ini hak tulis atas ${stateFolder}, atau pilih folder lain dengan --state.`,
      en: `Let this user write to ${stateFolder}, or choose another folder with --state.`,
    });
    return [fault(what, (error as Error).message, remedy)];
  }
  return [fine(what, stateFolder), ...(await checkKeyFile(config, say)), ...(await checkDisk(stateFolder, say))];
}

async function checkKeyFile(config: HubConfig, say: Say): Promise<readonly Finding[]> {
  const what = say({ id: 'Kunci rahasia', en: 'Secret key' });
  if (config.secretKey !== undefined) return [fine(what, 'HADIR_SECRET_KEY')];
  const path = keyFilePath(config.stateFolder);
  const file = await stat(path).catch(() => null);
  if (!file)
    return [fine(what, say({ id: 'dibuat pada saat pertama hub berjalan', en: 'made when the hub first runs' }))];
  if ((file.mode & 0o077) === 0) return [fine(what, path)];
  return [
    fault(
      what,
      say({ id: `${path} dapat dibaca pengguna lain`, en: `${path} can be read by other users` }),
      `chmod 600 ${path}`,
    ),
  ];
}

async function checkDisk(folder: string, say: Say): Promise<readonly Finding[]> {
  const what = say({ id: 'Ruang cakram', en: 'Disk space' });
  const disk = await statfs(folder).catch(() => null);
  if (!disk) return [];
  const free = Math.round((disk.bavail * disk.bsize) / 1024 / 1024);
  return free >= LEAST_FREE_MIB
    ? [fine(what, `${free} MiB`)]
    : [fault(what, `${free} MiB`, say({ id: 'Kosongkan ruang cakram.', en: 'Free disk space.' }))];
}

export async function checkPort(config: HubConfig, say: Say): Promise<readonly Finding[]> {
  const { host, port } = config.http;
  if (port === null || port === 0) return [];
  const what = `HTTP ${host}:${port}`;
  const running = await readRunFile(config.stateFolder);
  if (running?.url?.endsWith(`:${port}`))
    return [fine(what, say({ id: 'hub ini sedang berjalan', en: 'this hub is running' }))];
  const code = await tryListen(host, port);
  if (code === null) return [fine(what, say({ id: 'bebas', en: 'free' }))];
  const remedy = say({
    id: 'Hentikan program yang memakainya, atau pilih port lain dengan HADIR_HTTP_PORT.',
    en: 'Stop the program that uses it, or choose another port with HADIR_HTTP_PORT.',
  });
  return [fault(what, code, remedy)];
}

function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

/** An address that everybody can reach, without TLS before it, sends keys in the clear. */
export function checkExposure(config: HubConfig, say: Say): readonly Finding[] {
  const { host, port, trustProxy } = config.http;
  if (port === null || trustProxy || ['127.0.0.1', '::1', 'localhost'].includes(host)) return [];
  return [
    warning(
      say({ id: 'Jaringan', en: 'Network' }),
      say({ id: `${host} terjangkau dari luar tanpa TLS`, en: `${host} can be reached from outside without TLS` }),
      say({
        id: 'Letakkan proxy TLS (nginx, caddy) di depannya dan isi http.trustProxy: true.',
        en: 'Put a TLS proxy (nginx, caddy) before it and set http.trustProxy: true.',
      }),
    ),
  ];
}
