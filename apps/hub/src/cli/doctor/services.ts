import { isHadirError, type Language } from '@hadir/core';
import { Redis } from 'ioredis';
import pg from 'pg';
import { type HubConfig, redactUrl } from '../../config/index.js';
import { pluginEntries } from '../../plugins/index.js';
import { readRunFile } from '../../runtime/run-file.js';
import { clientConfig } from '../../store/index.js';
import { findPlugin } from '../find-plugin.js';
import type { Say } from '../language.js';
import { type Finding, fault, fine } from './finding.js';

const TIMEOUT_MS = 5_000;
const LEAST_POSTGRES = 14;
const LEAST_REDIS = 6;

export async function checkPostgres(config: HubConfig, say: Say): Promise<readonly Finding[]> {
  const what = 'PostgreSQL';
  const running = config.database.url === undefined ? await readRunFile(config.stateFolder) : null;
  const url = config.database.url ?? running?.databaseUrl;
  if (url === undefined) {
    const isRoot = process.getuid?.() === 0;
    return [
      fine(
        what,
        isRoot
          ? say({
              id: 'tertanam; dijalankan sebagai pengguna tanpa hak istimewa',
              en: 'embedded; run as a user without privileges',
            })
          : say({ id: 'tertanam; dijalankan oleh hub', en: 'embedded; run by the hub' }),
      ),
    ];
  }
  const client = new pg.Client({ ...clientConfig(url, 'hadir doctor'), connectionTimeoutMillis: TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    const version = rows[0]?.server_version ?? '?';
    if (Number.parseInt(version, 10) >= LEAST_POSTGRES) return [fine(what, `${version} — ${redactUrl(url)}`)];
    return [
      fault(what, version, say({ id: 'Naikkan ke versi 14 atau lebih baru.', en: 'Upgrade to version 14 or newer.' })),
    ];
  } catch (error) {
    const remedy = say({
      id: 'Pastikan PostgreSQL berjalan dan DATABASE_URL benar (host, port, pengguna, sandi).',
      en: 'Make sure that PostgreSQL runs and DATABASE_URL is right (host, port, user, password).',
    });
    return [fault(what, `${redactUrl(url)}: ${(error as Error).message}`, remedy)];
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function checkRedis(config: HubConfig, say: Say): Promise<readonly Finding[]> {
  const what = 'Redis';
  const { url } = config.redis;
  if (url === undefined)
    return [
      fine(
        what,
        say({ id: 'tidak dipakai; antrean ada di PostgreSQL', en: 'not used; the queue lives in PostgreSQL' }),
      ),
    ];
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: TIMEOUT_MS });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? '?';
    if (Number.parseInt(version, 10) >= LEAST_REDIS) return [fine(what, `${version} — ${redactUrl(url)}`)];
    return [
      fault(
        what,
        version,
        say({ id: 'Naikkan ke versi 6.2 atau lebih baru.', en: 'Upgrade to version 6.2 or newer.' }),
      ),
    ];
  } catch (error) {
    const remedy = say({
      id: 'Pastikan Redis berjalan dan REDIS_URL benar.',
      en: 'Make sure that Redis runs and REDIS_URL is right.',
    });
    return [fault(what, `${redactUrl(url)}: ${(error as Error).message}`, remedy)];
  } finally {
    redis.disconnect();
  }
}

export function checkPlugins(config: HubConfig, language: Language, say: Say): readonly Finding[] {
  const entries = pluginEntries(config);
  if (entries.length === 0) {
    return [
      fault(
        'Plugin',
        say({ id: 'tidak ada yang terpasang', en: 'none is installed' }),
        say({
          id: 'Pasang misalnya @hadir/plugin-zkteco dengan npm.',
          en: 'Install one with npm, for instance @hadir/plugin-zkteco.',
        }),
      ),
    ];
  }
  return entries.map(({ source }) => {
    try {
      const { manifest } = findPlugin(source, config.baseFolder);
      return fine('Plugin', `${manifest.id} ${manifest.version}`);
    } catch (error) {
      if (!isHadirError(error)) throw error;
      return fault('Plugin', `${source}: ${error.text(language)}`, error.remedy(language));
    }
  });
}
