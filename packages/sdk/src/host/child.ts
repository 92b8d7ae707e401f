import { Socket } from 'node:net';
import type { Cursor } from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { factsOf, looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import { createFrameReader } from '../protocol/frame.js';
import { type CommandMessage, type LoadMessage, parseToPlugin, type ToPlugin } from '../protocol/to-plugin.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import { type PluginRunner, startRunner } from '../runner/plugin-runner.js';
import { type ChildLink, createChildLink } from './child-link.js';
import { importDriver } from './child-plugin.js';
import { startVitals } from './child-vitals.js';
import { PIPE_FD } from './pipe.js';
import { systemClock } from './system-clock.js';

// The program of every plugin process. It ends with its host: a driver without a host would read a device for nobody.
const pipe = new Socket({ fd: PIPE_FD, readable: true, writable: true });
const leave = () => process.kill(process.pid, 'SIGKILL');
pipe.on('end', leave).on('close', leave).on('error', leave);

/** Far more than any host message needs; the host is trusted, the limit is against a broken pipe. */
const MAX_HOST_MESSAGE_BYTES = 64 * 1024 * 1024;

let link: ChildLink = createChildLink(pipe, Number.POSITIVE_INFINITY);
let runner: PluginRunner | null = null;
const requests = new Map<number, AbortController>();

const reader = createFrameReader(MAX_HOST_MESSAGE_BYTES, (text) => {
  const message = parseToPlugin(text);
  if (message !== null) handle(message);
});
pipe.on('data', (chunk: Buffer) => {
  if (reader.push(chunk) !== null) leave();
});
link.say({ type: 'hello', protocol: PROTOCOL_VERSION, pid: process.pid });

function handle(message: ToPlugin): void {
  switch (message.type) {
    case 'load':
      void load(message);
      break;
    case 'stored':
      link.stored(message.batchId, message.receipt);
      break;
    case 'refused':
      link.refused(message.batchId, message.error);
      break;
    case 'open':
      runner?.openDevice({ ...message.device, cursor: message.device.cursor as Cursor });
      break;
    case 'cancel':
      requests.get(message.requestId)?.abort();
      break;
    case 'close':
      answer(message.requestId, (active) => active.closeDevice(message.deviceId));
      break;
    case 'probe':
      answer(message.requestId, (active, signal) => active.probe(message.config, message.zone, signal));
      break;
    case 'discover':
      answer(message.requestId, (active, signal) => active.discover(signal));
      break;
    case 'faces': {
      const { call, request, budgetMs } = message;
      answer(message.requestId, (active, signal) => active.faces({ call, request, budgetMs }, signal));
      break;
    }
    case 'command':
      command(message);
      break;
    case 'stop':
      void stop();
      break;
  }
}

function command({ requestId, deviceId, id, command, deadlineMs }: CommandMessage): void {
  const onProgress = (fraction: number, note?: string) =>
    link.say({ type: 'progress', requestId, fraction, ...(note === undefined ? {} : { note }) });
  answer(requestId, (active, signal) => active.command(deviceId, { id, command, deadlineMs }, onProgress, signal));
}

function answer(requestId: number, call: (active: PluginRunner, signal: AbortSignal) => Promise<unknown>): void {
  const active = runner;
  if (active === null) return;
  const controller = new AbortController();
  requests.set(requestId, controller);
  call(active, controller.signal)
    .then(
      (value) =>
        link.say({ type: 'reply', requestId, outcome: value === undefined ? { ok: true } : { ok: true, value } }),
      (thrown: unknown) => {
        const error = looksLikeHadirError(thrown)
          ? thrown
          : pluginError('PLUGIN_BUG', { phase: 'request', reason: reasonOf(thrown) }, thrown);
        link.say({ type: 'reply', requestId, outcome: { ok: false, error: factsOf(error) } });
      },
    )
    .finally(() => requests.delete(requestId));
}

async function load(message: LoadMessage): Promise<void> {
  link = createChildLink(pipe, message.pendingBytes);
  startVitals(
    message.heartbeatMs,
    (beat) => {
      runner?.flush();
      link.say(beat);
    },
    () => runner?.bugs() ?? 0,
  );
  let phase: 'import' | 'start' = 'import';
  try {
    const { driver, manifestHash } = await importDriver(message);
    const { id, version, apiVersion } = driver.manifest;
    link.say({ type: 'loaded', manifestHash, id, version, apiVersion });
    phase = 'start';
    runner = await startRunner({
      driver,
      settings: message.settings,
      storageFolder: message.storageFolder,
      link,
      clock: systemClock,
      timings: message.timings,
      pendingBatches: message.pendingBatches,
      logLinesPerSecond: message.logLinesPerSecond,
      noticesPerSecond: message.noticesPerSecond,
      random: Math.random,
    });
    link.say({ type: 'started' });
  } catch (thrown) {
    const coded = looksLikeHadirError(thrown);
    const error = coded
      ? thrown
      : pluginError('PLUGIN_START_FAILED', { pluginId: message.pluginId, reason: reasonOf(thrown) });
    link.say(
      { type: 'failed', phase, error: factsOf(error), coded: coded && error.code !== 'PLUGIN_START_FAILED' },
      () => process.exit(1),
    );
  }
}

async function stop(): Promise<void> {
  await runner?.close();
  runner?.flush();
  link.say({ type: 'bye' }, () => process.exit(0));
}
