import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { HadirError } from '@hadir/core';
import { pluginError } from '../plugin-errors.js';
import { createFrameReader, encodeFrame } from '../protocol/frame.js';
import { type BatchMessage, parseToHost, type ToHost } from '../protocol/to-host.js';
import type { LoadMessage, ToPlugin } from '../protocol/to-plugin.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { createHandshake } from './handshake.js';
import { type Heartbeat, watchHeartbeat } from './heartbeat.js';
import type { LoadedPlugin } from './load-plugin.js';
import { readOutput } from './output.js';
import { PIPE_FD } from './pipe.js';
import type { PluginExit } from './plugin-status.js';
import { signalGroup } from './process-group.js';
import type { Reaper } from './reaper.js';
import { createRequests, type RequestOptions } from './requests.js';
import { CHILD_PATH, childEnvironment } from './sandbox.js';
import type { HostLimits, HostTimings } from './timings.js';

export type Beat = Extract<ToHost, { type: 'beat' }>;
export type RunNotice = Extract<ToHost, { type: 'session' | 'report' | 'raise' | 'clear' | 'discovered' | 'log' }>;

export interface PluginRunOptions {
  readonly plugin: LoadedPlugin;
  readonly execArguments: readonly string[];
  readonly load: Omit<LoadMessage, 'type' | 'protocol'>;
  readonly timings: HostTimings;
  readonly limits: HostLimits;
  /** Resident memory above which the process is ended: buffers are not part of the heap that Node limits. */
  readonly rssLimitBytes: number;
  readonly reaper: Reaper;
  readonly onStarted: () => void;
  readonly onNotice: (notice: RunNotice) => void;
  readonly onBatch: (batch: BatchMessage) => void;
  readonly onBeat: (beat: Beat) => void;
  readonly onOutput: (level: 'info' | 'warn', line: string) => void;
}

export interface RunEnd {
  readonly reason: PluginExit['reason'];
  readonly code: number | null;
  readonly signal: string | null;
  readonly error: HadirError;
  /** False when the driver itself named why it could not start, such as a port in use. */
  readonly countsForQuarantine: boolean;
}

/** One plugin process from spawn to its last trace. */
export interface PluginRun {
  readonly pid: number | null;
  readonly ended: Promise<RunEnd>;
  send(message: ToPlugin): void;
  ask(make: (requestId: number) => ToPlugin, options: RequestOptions): Promise<unknown>;
  /** Ends it for a message that it must not send. */
  refuse(path: string, reason: string): void;
  /** Drain, close, exit; then SIGTERM, then SIGKILL. Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

/** Time for an answer to travel, on top of what the plugin was given for it. */
export const ANSWER_MS = 2_000;

export function startRun(options: PluginRunOptions): PluginRun {
  const { plugin, timings, limits } = options;
  const pluginId = plugin.manifest.id;
  if (!existsSync(CHILD_PATH)) return neverStarted(pluginId, `${CHILD_PATH} is missing; build @hadir/sdk`);

  const child = spawn(process.execPath, [...options.execArguments, CHILD_PATH], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: childEnvironment(process.env),
    cwd: plugin.packageFolder,
    detached: process.platform !== 'win32',
  });
  const pid = child.pid ?? null;
  if (pid !== null) options.reaper.watch(pid);

  /** Set before a kill, so that the exit is named after its cause. */
  let cause: Pick<RunEnd, 'reason' | 'error' | 'countsForQuarantine'> | null = null;
  let gone = false;
  const kill = (reason: RunEnd['reason'], error: HadirError, countsForQuarantine = true) => {
    cause ??= { reason, error, countsForQuarantine };
    if (pid !== null && !gone) signalGroup(pid, 'SIGKILL');
  };
  const refuse = (path: string, reason: string) =>
    kill('refused', pluginError('PLUGIN_MESSAGE_INVALID', { pluginId, path, reason }));

  const pipe = child.stdio[PIPE_FD] as Duplex;
  const send = (message: ToPlugin) => {
    if (!gone && pipe.writable) pipe.write(encodeFrame(message));
  };
  const requests = createRequests(send);
  const output = child.stdout && readOutput(child.stdout, (line) => options.onOutput('info', line));
  const errors = child.stderr && readOutput(child.stderr, (line) => options.onOutput('warn', line));

  // Heartbeats are due from the first word on; how long that may take is the handshake's business.
  let heartbeat: Heartbeat | null = null;
  const handshake = createHandshake({
    plugin,
    timings,
    startMs: options.load.timings.startMs + options.load.timings.abortGraceMs + ANSWER_MS,
    onHello: () => {
      heartbeat = watchHeartbeat(timings, (silentMs) =>
        kill('hang', pluginError('PLUGIN_HUNG', { pluginId, silentMs })),
      );
      send({ type: 'load', protocol: PROTOCOL_VERSION, ...options.load });
    },
    onStarted: options.onStarted,
    onFault: kill,
  });

  const handle = (message: ToHost) => {
    if (handshake.take(message)) return;
    if (!handshake.done() && message.type !== 'beat' && message.type !== 'log') {
      // `start` may tell of issues and of devices it sees before it is done.
      if (message.type !== 'raise' && message.type !== 'clear' && message.type !== 'discovered') {
        return refuse('/type', `${message.type} before the plugin has started`);
      }
    }
    switch (message.type) {
      case 'batch':
        return options.onBatch(message);
      case 'beat':
        options.onBeat(message);
        if (message.rssBytes > options.rssLimitBytes) kill('out-of-memory', outOfMemory());
        return;
      case 'reply':
        if (!requests.reply(message)) refuse('/requestId', 'answers nothing that was asked');
        return;
      case 'progress':
        return requests.progress(message);
      case 'session':
      case 'report':
      case 'raise':
      case 'clear':
      case 'discovered':
      case 'log':
        return options.onNotice(message);
      default:
        return undefined;
    }
  };
  const outOfMemory = () =>
    pluginError('PLUGIN_OUT_OF_MEMORY', { pluginId, limitMiB: Math.round(options.rssLimitBytes / 1024 / 1024) });

  const reader = createFrameReader(limits.messageBytes, (text) => {
    if (cause !== null) return;
    const parsed = parseToHost(text);
    if (parsed.ok) handle(parsed.message);
    else refuse(parsed.path, parsed.reason);
  });
  pipe.on('error', () => undefined);
  pipe.on('data', (chunk: Buffer) => {
    heartbeat?.heard();
    const fault = cause === null ? reader.push(chunk) : null;
    if (fault === null) return;
    const { bytes } = fault;
    kill('refused', pluginError('PLUGIN_MESSAGE_TOO_LARGE', { pluginId, bytes, limit: limits.messageBytes }));
  });

  const ended = endOf(child).then(({ code, signal, spawnError }): RunEnd => {
    gone = true;
    handshake.stop();
    heartbeat?.stop();
    // Programs that it started and left behind.
    if (pid !== null) {
      signalGroup(pid, 'SIGKILL');
      options.reaper.release(pid);
    }
    output?.stop();
    errors?.stop();
    pipe.destroy();
    requests.loseAll();
    const tail = errors?.tail() ?? '';
    const found = cause ?? exitCause(code, signal, tail, spawnError);
    return { ...found, code, signal };
  });

  return {
    pid,
    ended,
    send,
    ask: requests.ask,
    refuse,
    async stop() {
      heartbeat?.stop();
      send({ type: 'stop' });
      if (await within(ended, timings.stopMs)) return;
      if (pid !== null) signalGroup(pid, 'SIGTERM');
      if (await within(ended, timings.termMs)) return;
      if (pid !== null) signalGroup(pid, 'SIGKILL');
      await ended;
    },
  };

  function exitCause(code: number | null, signal: string | null, tail: string, spawnError: Error | null) {
    // V8 writes "JavaScript heap out of memory" and aborts.
    if (/heap out of memory/i.test(tail)) {
      const limitMiB = Number(/--max-old-space-size=(\d+)/.exec(options.execArguments.join(' '))?.[1] ?? 0);
      const error = pluginError('PLUGIN_OUT_OF_MEMORY', { pluginId, limitMiB });
      return { reason: 'out-of-memory', error, countsForQuarantine: true } as const;
    }
    const reason = signal !== null ? 'signal' : code === 0 ? 'exit' : 'crash';
    const why = spawnError?.message ?? firstError(tail) ?? reason;
    const error = pluginError('PLUGIN_EXITED', { pluginId, reason: why, code, signal });
    return { reason, error, countsForQuarantine: true } as const;
  }
}

/** The line of an uncaught error on standard error, such as `TypeError: x is not a function`. */
function firstError(tail: string): string | null {
  const line = tail.split('\n').find((text) => /^\w*(Error|Exception)\b.*:/.test(text.trim()));
  return line === undefined ? null : line.trim().slice(0, 300);
}

function neverStarted(pluginId: string, reason: string): PluginRun {
  const error = pluginError('PLUGIN_IMPORT_FAILED', { pluginId, reason });
  return {
    pid: null,
    ended: Promise.resolve({ reason: 'import-failed', code: null, signal: null, error, countsForQuarantine: false }),
    send: () => undefined,
    ask: () => Promise.reject(error),
    refuse: () => undefined,
    stop: () => Promise.resolve(),
  };
}

interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly spawnError: Error | null;
}

/** Resolves once the process is gone and what it wrote has been read; a program that it left behind may hold its pipes. */
function endOf(child: ChildProcess): Promise<ChildEnd> {
  const DRAIN_MS = 300;
  return new Promise((resolve) => {
    child.once('error', (spawnError) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, spawnError });
    });
    child.once('exit', (code, signal) => {
      const end = { code, signal, spawnError: null };
      const timer = setTimeout(() => resolve(end), DRAIN_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(end);
      });
    });
  });
}

async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = await Promise.race([promise.then(() => true), timeout]);
  clearTimeout(timer);
  return done;
}
