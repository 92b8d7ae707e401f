import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

/**
 * Servers that tests start for themselves, on ports of their own. `found` says whether it is here already; `aptPackage`
 * is its name on Debian and Ubuntu. A suite whose server is missing is skipped, and counted as skipped.
 */
const SYSTEM_PACKAGES = [
  {
    name: 'redis-server',
    aptPackage: 'redis-server',
    neededBy: 'queue conformance on Redis, the worker role, chaos',
    found: () => onPath('redis-server'),
  },
  {
    name: 'postgresql',
    aptPackage: 'postgresql',
    neededBy: 'store conformance on an external PostgreSQL',
    found: () => onPath('postgres') || onPath('pg_ctl') || hasDebianPostgres(),
  },
  {
    name: 'socat',
    aptPackage: 'socat',
    neededBy: 'thermometers and Bluetooth radios on a serial line',
    found: () => onPath('socat'),
  },
  {
    name: 'mosquitto',
    aptPackage: 'mosquitto',
    neededBy: 'beacons through a Mosquitto broker',
    found: () => onPath('mosquitto') || existsSync('/usr/sbin/mosquitto'),
  },
  {
    name: 'chromium',
    aptPackage: 'chromium',
    neededBy: 'web apps in a real browser',
    found: () =>
      Boolean(process.env.HADIR_CHROMIUM) ||
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].some(onPath),
  },
  {
    name: 'ffmpeg',
    aptPackage: 'ffmpeg',
    neededBy: 'cameras that stream RTSP',
    found: () => onPath('ffmpeg'),
  },
];

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));
}

/** Debian keeps the server's programs off the PATH, one folder a major version. */
function hasDebianPostgres(folder = '/usr/lib/postgresql') {
  return (
    existsSync(folder) && readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin', 'initdb')))
  );
}

export const missingPackages = () => SYSTEM_PACKAGES.filter((entry) => !entry.found());

/** Root on Debian or Ubuntu may install; anybody else is told what is missing. */
export function mayInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') && isDebianLike();
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

const POLICY = '/usr/sbin/policy-rc.d';
const CLUSTER_CONFIG = '/etc/postgresql-common/createcluster.conf';

/** Installs programs only: no service is started and no database cluster is created. */
export async function installPackages(entries, { show }) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy)
    writeFileSync(POLICY, '#!/bin/sh\n# Written by the Hadir tests while they install packages.\nexit 101\n', {
      mode: 0o755,
    });
  try {
    const names = entries.map((entry) => entry.aptPackage);
    await runCommand('apt-get', ['update', '-qq'], { env, show, timeoutMs: 300_000 });
    // postgresql-common first: its settings decide whether installing a server creates and registers a cluster.
    if (names.includes('postgresql') && !existsSync(CLUSTER_CONFIG)) {
      await aptInstall(['postgresql-common'], env, show);
      if (existsSync(CLUSTER_CONFIG)) {
        const settings = readFileSync(CLUSTER_CONFIG, 'utf8');
        writeFileSync(CLUSTER_CONFIG, `${settings}\ncreate_main_cluster = false\n`);
      }
    }
    return await aptInstall(names, env, show);
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
}

const aptInstall = (names, env, show) =>
  runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
    show,
    timeoutMs: 600_000,
  });
