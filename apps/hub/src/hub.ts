import { mkdir } from 'node:fs/promises';
import type { Clock } from '@hadir/core';
import { systemClock } from '@hadir/sdk/host';
import { createFirstKey } from './auth/index.js';
import { type CheckinContext, noteSightings } from './checkin/index.js';
import type { HubConfig } from './config/index.js';
import { createKeyringHolder, type Fleet, loadKeyring } from './devices/index.js';
import { createHttpApp, type HealthReport, type HttpApp, type HubServices } from './http/index.js';
import { createNotebook } from './issues/index.js';
import { createJournal, startCheckpoints } from './journal/index.js';
import { createNormaliser } from './normalise/index.js';
import { createLog, type HubLog, sdkLogger } from './observability/index.js';
import { codeTablesOf, pluginEntries } from './plugins/index.js';
import { type BatchQueue, createBatchQueue } from './queue/index.js';
import { startCheckin } from './runtime/checkin.js';
import { startDatabase } from './runtime/database.js';
import { startFaces } from './runtime/faces.js';
import { createHealth } from './runtime/health.js';
import { listen } from './runtime/listen.js';
import { type PluginPart, startPlugins } from './runtime/plugins.js';
import { startResults } from './runtime/results.js';
import { startRetention } from './runtime/retention.js';
import { removeRunFile, writeRunFile } from './runtime/run-file.js';
import { createServices } from './runtime/services.js';
import { createTeardown, type Teardown } from './runtime/teardown.js';
import { startVisits } from './runtime/visits.js';
import type { Database } from './store/index.js';
import { HUB_VERSION } from './version.js';

export interface HubOptions {
  readonly log?: HubLog;
  readonly clock?: Clock;
}

/** What a started hub tells its owner. */
export interface RunningHub {
  /** `http://…`, or null for a worker without a listener. */
  readonly url: string | null;
  /** The administrator key, on the very first start only. It is shown nowhere else, ever. */
  readonly firstKey: string | null;
  /** Holds a password. */
  readonly databaseUrl: string;
  readonly http: HttpApp | null;
  readonly fleet: () => Fleet | null;
  health(): Promise<HealthReport>;
}

/**
 * One hub. Nothing happens before `start`. Trouble with a plugin or a device never stops it: it shows in health, issues
 * and log. `start` fails only for what the hub cannot do without: settings, database, its address.
 */
export interface Hub {
  /** Begins to work; rejects with everything undone again. Calls while it starts or runs give the same. */
  start(): Promise<RunningHub>;
  /** Stops in reverse order, within `limits.stopSeconds`. Idempotent. May be followed by another `start`. */
  stop(): Promise<void>;
}

export function createHub(config: HubConfig, options: HubOptions = {}): Hub {
  const log = options.log ?? createLog(config.log);
  const clock = options.clock ?? systemClock;
  let running: {
    readonly teardown: Teardown;
    readonly started: Promise<RunningHub>;
    readonly giveUp: AbortController;
  } | null = null;

  const stop = async (): Promise<void> => {
    const ending = running;
    if (!ending) return;
    ending.giveUp.abort();
    await ending.started.catch(() => undefined);
    await ending.teardown.run(config.limits.stopSeconds * 1000);
    if (running === ending) running = null;
  };
  return {
    start() {
      if (running) return running.started;
      const teardown = createTeardown(log);
      const giveUp = new AbortController();
      const started = startParts(config, { log, clock, teardown, signal: giveUp.signal }).catch(
        async (error: unknown) => {
          await teardown.run(config.limits.stopSeconds * 1000);
          running = null;
          throw error;
        },
      );
      running = { teardown, started, giveUp };
      return started;
    },
    stop,
  };
}

interface Context {
  readonly log: HubLog;
  readonly clock: Clock;
  readonly teardown: Teardown;
  readonly signal: AbortSignal;
}

async function startParts(config: HubConfig, context: Context): Promise<RunningHub> {
  const { log, clock, teardown, signal } = context;
  const runsPlugins = config.role !== 'worker';
  await mkdir(config.stateFolder, { recursive: true, mode: 0o700 });
  const keyring = createKeyringHolder(await loadKeyring(config), () => loadKeyring(config));
  const database = await startDatabase(config, log, teardown, signal);
  const queue = await startQueue(config, database, context);
  const notebook = createNotebook(log);
  teardown.add('notes', () => notebook.stop(3_000));

  const entries = pluginEntries(config);
  if (config.role !== 'api') {
    const normalise = createNormaliser({ db: database, codeTables: codeTablesOf(entries, config.baseFolder, log) });
    await queue.startWorker(normalise);
  }
  queue.startSweeper();
  const stopRetention = startRetention({ database, settings: config.retention, clock, log });
  teardown.add('retention', async () => stopRetention());

  const readings = { appended: 0, known: 0 };
  const ingest = runsPlugins
    ? await startIngest(config, { ...context, database, queue, notebook, keyring, entries, readings })
    : null;
  signal.throwIfAborted();

  const fleet = (): Fleet | null => ingest?.plugins.fleet() ?? null;
  const checkin =
    ingest && (await startCheckin(config, { database, clock, keyring, readings: ingest.sink }, log, teardown));
  const faces = ingest && startFaces(config, { database, clock, keyring, log, readings: ingest.sink, fleet }, teardown);
  await startResults({ config, context: { database, clock, zone: config.zone }, log, fleet }, teardown);
  startVisits(config, { database, clock, log }, teardown);
  const health = createHealth({ config, database, queue, clock, fleet });
  const parts = { config, context, database, queue, keyring, fleet, health, readings, checkin, faces };
  const services = config.http.port === null ? null : createServices(parts);
  const http = services ? await startHttp(services, context) : null;
  if (runsPlugins && services) {
    await writeRunFile(config.stateFolder, {
      pid: process.pid,
      url: http?.url ?? null,
      key: services.authenticator.localToken,
      databaseUrl: database.url,
      startedAt: new Date(clock.now()).toISOString(),
    });
    teardown.add('run file', () => removeRunFile(config.stateFolder));
  }
  // Last of all: a key made by a start that fails would be shown to nobody.
  const firstKey = runsPlugins ? await createFirstKey(database, clock) : null;
  log.info({ role: config.role, url: http?.url, version: HUB_VERSION }, 'the hub is up');
  return { url: http?.url ?? null, firstKey, databaseUrl: database.url, http: http?.app ?? null, fleet, health };
}

async function startQueue(
  config: HubConfig,
  database: Database,
  { log, clock, teardown }: Context,
): Promise<BatchQueue> {
  const queue = await createBatchQueue({
    db: database,
    redisUrl: config.redis.url ?? null,
    clock,
    log: sdkLogger(log.child({ part: 'queue' })),
  });
  teardown.add('queue', () => queue.close());
  return queue;
}

/** Journal and plugins: the way in. */
async function startIngest(
  config: HubConfig,
  parts: Context &
    Pick<Parameters<typeof startPlugins>[0], 'database' | 'notebook' | 'keyring' | 'entries'> & {
      readonly queue: BatchQueue;
      readonly readings: { appended: number; known: number };
    },
): Promise<{ readonly plugins: PluginPart; readonly sink: CheckinContext['readings'] }> {
  const { database, queue, readings, teardown, clock, log } = parts;
  const journal = createJournal(database, { clock, onAppended: (batchIds) => void queue.enqueue(batchIds) });
  teardown.add('journal', () => journal.close());
  const checkpoints = startCheckpoints({
    db: database,
    stateFolder: config.stateFolder,
    clock,
    log: sdkLogger(log.child({ part: 'journal' })),
  });
  teardown.add('checkpoints', async () => {
    await checkpoints.writeNow().catch((error: unknown) => log.warn({ err: error }, 'no last checkpoint was signed'));
    await checkpoints.stop();
  });
  const sink = {
    loadCursor: journal.loadCursor,
    async append(batch: Parameters<typeof journal.append>[0]) {
      const receipt = await journal.append(batch);
      readings.appended += receipt.appended;
      readings.known += receipt.known;
      noteSightings(database.pool, batch.readings).catch((err: unknown) => log.warn({ err }, 'beacons were not noted'));
      return receipt;
    },
  };
  const plugins = await startPlugins(
    { config, database, keyring: parts.keyring, notebook: parts.notebook, sink, entries: parts.entries, clock, log },
    teardown,
  );
  return { plugins, sink };
}

async function startHttp(
  services: HubServices,
  { teardown }: Context,
): Promise<{ readonly app: HttpApp; readonly url: string }> {
  const app = await createHttpApp(services);
  teardown.add('http', async () => {
    services.streams.closeAll();
    await app.app.close();
  });
  return { app, url: await listen(app, services.config.http) };
}
