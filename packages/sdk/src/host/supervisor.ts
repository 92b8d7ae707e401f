import type { Clock, HadirError, Instant } from '@hadir/core';
import { instant } from '@hadir/core';
import { pluginError } from '../plugin-errors.js';
import { factsOf, looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import type { BatchMessage } from '../protocol/to-host.js';
import { pause } from '../runner/settle.js';
import type { RunnerTimings } from '../runner/timings.js';
import type { PluginEntry } from './contract.js';
import { type LaunchedPlugin, launchOf } from './launch.js';
import { type LoadedPlugin, loadPlugin, pluginFingerprint } from './load-plugin.js';
import type { NoticeRouter } from './notice-router.js';
import { type Beat, type PluginRun, type RunEnd, type RunNotice, startRun } from './plugin-run.js';
import type { PluginExit, PluginState, PluginStatus } from './plugin-status.js';
import { storageFolderOf } from './plugin-storage.js';
import type { Reaper } from './reaper.js';
import { afterExit, NO_EXITS } from './restart-policy.js';
import type { HostLimits, HostTimings } from './timings.js';

export interface SupervisorOptions {
  readonly entry: PluginEntry;
  readonly from: string;
  readonly stateFolder: string | null;
  readonly clock: Clock;
  readonly timings: HostTimings;
  readonly limits: HostLimits;
  readonly sessionTimings: RunnerTimings;
  readonly random: () => number;
  readonly reaper: Reaper;
  /** Says whether another source has this id already. */
  readonly claim: (pluginId: string) => boolean;
  /** Before the first process: how notices of this plugin go on. */
  readonly routerOf: (plugin: () => LoadedPlugin | null, pluginId: string) => NoticeRouter;
  /** The manifest is in order; a process follows. */
  readonly onLoaded: (plugin: LoadedPlugin) => void;
  readonly onStarted: (run: PluginRun) => void;
  readonly onDown: () => void;
  readonly onNotice: (notice: RunNotice) => void;
  readonly onBatch: (batch: BatchMessage, run: PluginRun, runNumber: number) => void;
  readonly onStatus: (status: PluginStatus) => void;
}

/** Keeps one plugin running: loads its manifest, starts its process, and decides what follows when it ends. */
export interface Supervisor {
  readonly source: string;
  plugin(): LoadedPlugin | null;
  /** Null while no process has finished its start. */
  run(): PluginRun | null;
  router(): NoticeRouter | null;
  status(): PluginStatus;
  /** Resolves when the first attempt has come out, one way or the other. */
  start(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type Changing = Omit<PluginStatus, 'source' | 'pluginId' | 'name' | 'version' | 'capabilities' | 'permissions'>;

const AT_REST: Changing = {
  state: 'stopped',
  pid: null,
  startedAt: null,
  restarts: 0,
  lastExit: null,
  nextStartAt: null,
  rssBytes: null,
  cpuPercent: null,
  eventLoopDelayMs: null,
  bugs: 0,
  lastError: null,
};

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { entry, from, clock, timings } = options;
  let plugin: LoadedPlugin | null = null;
  let router: NoticeRouter | null = null;
  let run: PluginRun | null = null;
  let started = false;
  let runs = 0;
  let changing = AT_REST;
  let stopping = new AbortController();
  let loop: Promise<void> | null = null;
  /** Ends a pause early: an operator asked for a start. */
  let wake = new AbortController();
  let restartAsked = false;
  let outcome = deferred();
  /** Raised for a manifest, for a start, and for what a running process did; each is cleared by its own good news. */
  const loadIssues = new Set<string>();
  const startIssues = new Set<string>();
  const issues = new Set<string>();
  let refusedId: string | null = null;

  const status = (): PluginStatus => ({
    source: entry.source,
    pluginId: plugin?.manifest.id ?? refusedId,
    name: plugin?.manifest.name ?? null,
    version: plugin?.manifest.version ?? null,
    capabilities: plugin?.manifest.capabilities ?? [],
    permissions: plugin?.manifest.permissions ?? {},
    ...changing,
  });
  const update = (change: Partial<Changing>) => {
    changing = { ...changing, ...change };
    options.onStatus(status());
  };
  const settle = (state: PluginState, change: Partial<Changing> = {}) => {
    update({ state, ...change });
    if (state !== 'starting') outcome.resolve();
  };

  return {
    source: entry.source,
    plugin: () => plugin,
    run: () => (started ? run : null),
    router: () => router,
    status,
    start() {
      if (loop === null) {
        stopping = new AbortController();
        outcome = deferred();
        loop = supervise();
      }
      return outcome.promise;
    },
    async restart() {
      if (loop === null) return;
      restartAsked = true;
      outcome = deferred();
      const { promise } = outcome;
      wake.abort();
      await run?.stop();
      await promise;
    },
    async stop() {
      if (loop === null) return;
      stopping.abort();
      wake.abort();
      await run?.stop();
      await loop;
      loop = null;
      settle('stopped', { pid: null, nextStartAt: null });
    },
  };

  async function supervise(): Promise<void> {
    let history = NO_EXITS;
    while (!stopping.signal.aborted) {
      const fingerprint = pluginFingerprint(entry.source, from);
      const loaded = load();
      if (loaded === null) {
        await fileChange(fingerprint);
        continue;
      }
      const end = await oneRun(loaded);
      if (stopping.signal.aborted) return;
      if (restartAsked) {
        restartAsked = false;
        history = NO_EXITS;
        continue;
      }
      const at = clock.now();
      const livedMs = changing.startedAt === null ? 0 : at - changing.startedAt;
      noteExit(end, at);
      if (end.reason === 'import-failed') {
        settle('failed', { lastError: end.error });
        await fileChange(fingerprint);
        history = NO_EXITS;
        continue;
      }
      const { countsForQuarantine } = end;
      const next = afterExit(history, { atMs: at, livedMs, countsForQuarantine }, timings, options.random());
      history = next.history;
      const { quarantined } = history;
      if (quarantined) raiseQuarantine();
      settle(quarantined ? 'quarantined' : 'waiting', {
        lastError: end.error,
        nextStartAt: instant(at + next.delayMs),
      });
      await rest(next.delayMs);
      if (restartAsked) {
        restartAsked = false;
        history = NO_EXITS;
      }
    }
  }

  /** Null when the plugin must not be started; then its status says why. */
  function load(): LaunchedPlugin | null {
    try {
      const next = loadPlugin(entry.source, from, entry.settings);
      const pluginId = next.manifest.id;
      if (plugin !== null && plugin.manifest.id !== pluginId) {
        const reason = `the id changed from ${plugin.manifest.id} to ${pluginId}`;
        throw pluginError('PLUGIN_MANIFEST_INVALID', { source: entry.source, path: '/id', reason });
      }
      if (plugin === null && !options.claim(pluginId)) {
        throw pluginError('PLUGIN_DUPLICATE', { pluginId, source: entry.source });
      }
      plugin = next;
      if (refusedId !== pluginId) router = null;
      refusedId = pluginId;
      router ??= options.routerOf(() => plugin, pluginId);
      options.onLoaded(next);
      const storageFolder = storageFolderOf(next.manifest, options.stateFolder);
      clear(loadIssues);
      return { plugin: next, storageFolder };
    } catch (thrown) {
      const error = looksLikeHadirError(thrown)
        ? thrown
        : pluginError('PLUGIN_MANIFEST_INVALID', { source: entry.source, path: '/', reason: reasonOf(thrown) }, thrown);
      refusedId ??= typeof error.details.pluginId === 'string' ? error.details.pluginId : null;
      router ??= options.routerOf(() => plugin, refusedId ?? entry.source);
      settle('refused', { lastError: error });
      raise(error, loadIssues);
      return null;
    }
  }

  async function oneRun(loaded: LaunchedPlugin): Promise<RunEnd> {
    runs += 1;
    const runNumber = runs;
    let calm: NodeJS.Timeout | undefined;
    const active = startRun({
      ...launchOf(options, loaded),
      reaper: options.reaper,
      onStarted: () => {
        started = true;
        clear(startIssues);
        calm = setTimeout(() => {
          clear(issues);
          update({ lastError: null });
        }, timings.calmMs);
        settle('running', { nextStartAt: null });
        options.onStarted(active);
      },
      onNotice: options.onNotice,
      onBatch: (batch) => options.onBatch(batch, active, runNumber),
      onBeat: ({ rssBytes, cpuPercent, eventLoopDelayMs, bugs }: Beat) =>
        update({ rssBytes, cpuPercent, eventLoopDelayMs, bugs }),
      onOutput: (level, line) => router?.log(level, line),
    });
    run = active;
    update({ state: 'starting', pid: active.pid, startedAt: clock.now(), nextStartAt: null });
    const end = await active.ended;
    clearTimeout(calm);
    run = null;
    started = false;
    update({ pid: null, rssBytes: null, cpuPercent: null, eventLoopDelayMs: null });
    options.onDown();
    return end;
  }

  function noteExit(end: RunEnd, at: Instant): void {
    const { reason, code, signal, error } = end;
    const lastExit: PluginExit = { at, reason, code, signal };
    update({ lastExit, restarts: changing.restarts + 1 });
    raise(error, reason === 'start-failed' || reason === 'import-failed' ? startIssues : issues);
    router?.log('error', error.message);
  }

  function raise(error: HadirError, into = issues): void {
    into.add(error.code);
    const { message, remedy } = error.definition;
    router?.raise({ code: error.code, details: factsOf(error).details, texts: { message, remedy } });
  }

  function raiseQuarantine(): void {
    raise(
      pluginError('PLUGIN_QUARANTINED', {
        pluginId: plugin?.manifest.id ?? entry.source,
        exits: timings.quarantineExits,
        windowMinutes: timings.quarantineWindowMs / 60_000,
        retryMinutes: timings.halfOpenMs / 60_000,
      }),
    );
  }

  function clear(raised: Set<string>): void {
    for (const code of raised) router?.clear(code);
    raised.clear();
  }

  /** Waits for what can make a plugin loadable: another file, or an operator's wish. */
  async function fileChange(before: string): Promise<void> {
    while (!stopping.signal.aborted && !restartAsked) {
      await rest(timings.fileCheckMs);
      if (pluginFingerprint(entry.source, from) !== before) return;
    }
    restartAsked = false;
  }

  async function rest(ms: number): Promise<void> {
    wake = new AbortController();
    if (restartAsked || stopping.signal.aborted) return;
    await pause(ms, wake.signal);
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
