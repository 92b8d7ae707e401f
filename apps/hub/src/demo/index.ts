import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Language } from '@hadir/core';
import { createHubClient } from '@hadir/sdk/client';
import { systemClock } from '@hadir/sdk/host';
import closeWithGrace from 'close-with-grace';
import { createKey } from '../auth/index.js';
import { DEFAULT_PORT, type HubConfig, loadConfig } from '../config/index.js';
import { createHub, type RunningHub } from '../hub.js';
import { createLog } from '../observability/index.js';
import { type Database, openDatabase } from '../store/index.js';
import { LOBBY, startLobby } from './face.js';
import { facePlugin } from './face-simulator.js';
import { furnish } from './furnish.js';
import { furnishGate, GATE, type GateSensor, gatePlugin, measureAtGate, showVisits, startGateSensor } from './gate.js';
import { OFFICES, ZONE } from './offices.js';
import { startPhones } from './phones.js';
import { freePort } from './ports.js';
import { furnishRules, showUnits } from './results.js';
import { createPrinter } from './show.js';
import type { Simulator } from './simulator.js';
import { type DemoState, readState, writeState } from './state.js';
import { startTerminal } from './terminals.js';

const PLUGIN = '@hadir/plugin-zkteco';
const KEY_NAME = 'demo';

/**
 * A hub with three simulated terminals that speak the real protocols over real sockets, until Ctrl-C or for a time.
 * Everything it keeps lies in its folder; started again it goes on where it was.
 */
export async function runDemo(options: {
  readonly folder: string;
  readonly seconds: number | null;
  readonly language: Language;
}): Promise<void> {
  const { language } = options;
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const isFirst = (await readState(folder)) === null;
  const state = await choosePorts(folder);
  const config = demoConfig(folder, state, language);
  const log = createLog(config.log);
  const hub = createHub(config, { log });
  const terminals: Simulator[] = [];
  const phones: Simulator[] = [];
  const sensors: GateSensor[] = [];
  const lobby = startLobby(state.ports[LOBBY.port] ?? 0);
  const over = new AbortController();
  let ended: () => void = () => undefined;
  const end = new Promise<void>((done) => {
    ended = done;
  });

  const database: Database[] = [];
  const stop = async (): Promise<void> => {
    over.abort();
    await Promise.all([...terminals, ...sensors, lobby].map((simulated) => simulated.stop()));
    await Promise.all(phones.map((one) => one.stop()));
    await Promise.all(database.map((one) => one.close()));
    await hub.stop();
    ended();
  };
  const grace = closeWithGrace({ delay: config.limits.stopSeconds * 1000 + 5_000, logger: false }, async ({ err }) => {
    write(language === 'id' ? '\nBerhenti…' : '\nStopping…');
    if (err) log.fatal({ err }, 'an unexpected error');
    await stop();
    write(
      language === 'id' ? 'Semua berhenti. Jalankan lagi untuk melanjutkan.' : 'All has stopped. Start again to go on.',
    );
  });

  write(
    language === 'id' ? 'Menjalankan hub dan PostgreSQL tertanam…' : 'Starting the hub and its embedded PostgreSQL…',
  );
  const running = await hub.start().catch((error: unknown) => {
    grace.uninstall();
    void lobby.stop();
    throw error;
  });
  const key = await demoKey(running);
  const client = createHubClient({ url: running.url ?? '', key, language });
  const testing = createRequire(import.meta.url).resolve(`${PLUGIN}/testing`);
  for (const office of OFFICES) {
    terminals.push(await startTerminal(testing, office, { port: state.ports[office.serialNumber] ?? 0, folder }));
  }
  const sensor = await startGateSensor(state.ports[GATE.port] ?? 0);
  sensors.push(sensor);
  write(banner(running.url ?? '', key, state, language));
  const printer = createPrinter(language, write);
  const following = follow(client, isFirst, over.signal, (event) => {
    printer.show(event);
    measureAtGate(event, sensor);
  });
  await furnish(client, state.ports);
  lobby.open({ url: running.url ?? '', key, client }, language, write);
  phones.push(await startPhones({ url: running.url ?? '', key, ...relyingParty(state) }, folder, language, write));
  const own = openDatabase({ url: running.databaseUrl, poolSize: 2 });
  database.push(own);
  showVisits(await furnishGate(client, own, state.ports[GATE.port] ?? 0), language, write, over.signal);
  showUnits(await furnishRules(own, ZONE), language, write, over.signal);
  if (options.seconds !== null) setTimeout(() => void grace.close(), options.seconds * 1000);
  await Promise.race([following, end]);
}

async function follow(
  client: ReturnType<typeof createHubClient>,
  isFirst: boolean,
  signal: AbortSignal,
  show: ReturnType<typeof createPrinter>['show'],
): Promise<void> {
  for await (const event of client.events.live({ ...(isFirst ? { after: '0' } : {}), signal })) show(event);
}

async function choosePorts(folder: string): Promise<DemoState> {
  const before = await readState(folder);
  const ports: Record<string, number> = {};
  for (const office of OFFICES) {
    ports[office.serialNumber] = await freePort(before?.ports[office.serialNumber] ?? office.wantedPort);
  }
  for (const { port, wantedPort } of [GATE, LOBBY]) ports[port] = await freePort(before?.ports[port] ?? wantedPort);
  const state = { httpPort: await freePort(before?.httpPort ?? DEFAULT_PORT), ports };
  await writeState(folder, state);
  return state;
}

function demoConfig(folder: string, state: DemoState, language: Language): HubConfig {
  const push = OFFICES.find((office) => office.transport === 'adms');
  return loadConfig({
    workingFolder: folder,
    env: process.env.HADIR_LOG_LEVEL === undefined ? {} : { HADIR_LOG_LEVEL: process.env.HADIR_LOG_LEVEL },
    flags: {
      stateFolder: join(folder, 'state'),
      zone: ZONE,
      language,
      http: { port: state.httpPort },
      checkin: { rpId: relyingParty(state).rpId, origins: [relyingParty(state).origin] },
      plugins: [
        {
          use: pluginFolder(),
          settings: { listen: { host: '127.0.0.1', port: state.ports[push?.serialNumber ?? ''] } },
        },
        { use: gatePlugin() },
        { use: facePlugin(), settings: { threads: 1 } },
      ],
      ...(process.env.HADIR_LOG_LEVEL === undefined ? { log: { level: 'error' } } : {}),
    },
  });
}

/** Browsers let a page without a certificate make keys on `localhost` only. */
const relyingParty = ({ httpPort }: DemoState) => ({ rpId: 'localhost', origin: `http://localhost:${httpPort}` });

function pluginFolder(): string {
  const entry = createRequire(import.meta.url).resolve(`${PLUGIN}/testing`);
  return resolve(entry, '../../..');
}

/** At later starts a new key, the one before revoked: a key can be shown only when it is made. */
async function demoKey(running: RunningHub): Promise<string> {
  if (running.firstKey !== null) return running.firstKey;
  const database = openDatabase({ url: running.databaseUrl, poolSize: 4 });
  try {
    await database.kysely
      .updateTable('api_key')
      .set({ revoked_at: new Date() })
      .where('name', '=', KEY_NAME)
      .where('revoked_at', 'is', null)
      .execute();
    const by = { actor: 'demo', scopes: ['admin'] };
    return (await createKey(database, { name: KEY_NAME, scopes: ['admin'] }, by, systemClock)).token;
  } finally {
    await database.close();
  }
}

function banner(url: string, key: string, state: DemoState, language: Language): string {
  const id = language === 'id';
  const line = '─'.repeat(100);
  const terminals = OFFICES.map((office) => {
    const what = { tcp: 'TCP', udp: 'UDP + comm key', adms: 'ADMS push' }[office.transport];
    const records = id ? 'catatan tersimpan' : 'records in memory';
    return `  ${office.device.padEnd(20)} ${what.padEnd(15)} port ${String(state.ports[office.serialNumber]).padEnd(6)} ${office.records} ${records}`;
  });
  return [
    line,
    id
      ? 'Hadir — peragaan dengan tiga mesin ZKTeco, satu termometer dan satu kamera tiruan'
      : 'Hadir — a demonstration with three simulated ZKTeco terminals, a thermometer and a camera',
    ...terminals,
    `  ${GATE.device.padEnd(20)} ${'Modbus TCP'.padEnd(15)} port ${String(state.ports[GATE.port]).padEnd(6)} ${id ? 'termometer inframerah di gerbang Bontoa' : 'infrared thermometer at the gate of Bontoa'}`,
    `  ${LOBBY.device.padEnd(20)} ${'MJPEG'.padEnd(15)} port ${String(state.ports[LOBBY.port]).padEnd(6)} ${id ? 'kamera biasa; wajah dikenali di komputer ini' : 'plain camera; faces recognised on this computer'}`,
    '',
    `  ${id ? 'Dokumentasi API' : 'API documentation'}  ${url}/docs`,
    `  ${id ? 'Kunci pengelola' : 'Administrator key'}  ${key}`,
    '',
    id
      ? '  Ctrl-C menghentikan semuanya; jalankan lagi untuk melanjutkan.'
      : '  Ctrl-C stops everything; start again to go on.',
    line,
  ].join('\n');
}
