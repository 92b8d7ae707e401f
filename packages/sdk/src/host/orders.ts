import type { HadirError } from '@hadir/core';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type CommandOutcome, DeviceCommand } from '../driver/command.js';
import type { FaceAnswer, FaceCall, FaceRequest } from '../driver/face-service.js';
import type { ProbeReport } from '../driver/status.js';
import { pluginError } from '../plugin-errors.js';
import { faceFault } from '../protocol/face-check.js';
import { ProbeReportSchema } from '../protocol/notice.js';
import { CommandOutcomeSchema } from '../runner/command-desk.js';
import { pause } from '../runner/settle.js';
import type { RunnerTimings } from '../runner/timings.js';
import { secretsOf } from './config-schema.js';
import type { DeviceOrder, HostDevice } from './contract.js';
import { ANSWER_MS, type PluginRun } from './plugin-run.js';
import type { PluginUnit } from './plugin-unit.js';

const commandChecker = Compile(DeviceCommand);
const probeChecker = Compile(ProbeReportSchema);
const outcomeChecker = Compile(CommandOutcomeSchema);

/** Tests of a connection whose secrets are still hidden: what a driver logs may come after its answer. */
const PROBES_REMEMBERED = 20;
let probes = 0;

export async function probe(
  unit: PluginUnit,
  timings: RunnerTimings,
  request: { readonly config: Readonly<Record<string, unknown>>; readonly zone: string; readonly signal?: AbortSignal },
): Promise<ProbeReport> {
  const config = unit.devices.checkConfig(request.config);
  const run = runOf(unit);
  probes = (probes + 1) % PROBES_REMEMBERED;
  unit.redactor.set(`probe:${probes}`, secretsOf(unit.supervisor.plugin()?.manifest.config, config));
  const { zone, signal } = request;
  const budgetMs = timings.probeMs;
  const report = await run.ask((requestId) => ({ type: 'probe', requestId, zone, config }), {
    timeoutMs: budgetMs + timings.abortGraceMs + ANSWER_MS,
    onTimeout: () => pluginError('PLUGIN_PHASE_TIMEOUT', { phase: 'probe', budgetMs }),
    onLost: () => notRunning(unit),
    ...(signal === undefined ? {} : { signal }),
  });
  return unit.redactor.value(answer(run, 'probe', probeChecker, report) as ProbeReport);
}

export async function discover(unit: PluginUnit, signal: AbortSignal): Promise<void> {
  const run = runOf(unit);
  try {
    await run.ask((requestId) => ({ type: 'discover', requestId }), {
      timeoutMs: null,
      onTimeout: () => notRunning(unit),
      onLost: () => notRunning(unit),
      signal,
    });
  } catch (thrown) {
    // Being told to end is how a search ends.
    if (!signal.aborted) throw thrown;
  }
}

export async function command(
  unit: PluginUnit,
  timings: RunnerTimings,
  device: HostDevice,
  order: DeviceOrder,
  onProgress?: (fraction: number, note: string | null) => void,
  signal?: AbortSignal,
): Promise<CommandOutcome> {
  const { deviceId } = device;
  const { id, deadlineMs } = order;
  const ordered = checkCommand(order.command, device);
  await inTime(unit.devices.settled(deviceId), deadlineMs);
  const run = unit.supervisor.run();
  if (run === null) throw pluginError('PLUGIN_DEVICE_OFFLINE', { deviceId });
  const outcome = await run.ask(
    (requestId) => ({ type: 'command', requestId, deviceId, id, command: ordered, deadlineMs }),
    {
      timeoutMs: deadlineMs + timings.abortGraceMs + ANSWER_MS,
      onTimeout: () => pluginError('PLUGIN_COMMAND_TIMEOUT', { command: ordered.name, deadlineMs }),
      onLost: () => pluginError('PLUGIN_COMMAND_LOST', { command: ordered.name }),
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return unit.redactor.value(answer(run, 'command', outcomeChecker, outcome) as CommandOutcome);
}

/**
 * A question about faces. Request and answer are kept nowhere on the way, and no error tells what was in them.
 * A driver whose answer is wrong was told so in its own process; one that comes here all the same went around the runner.
 */
export async function faces<Call extends FaceCall>(
  unit: PluginUnit,
  timings: RunnerTimings,
  asked: { readonly call: Call; readonly request: FaceRequest<Call>; readonly budgetMs: number },
  signal: AbortSignal,
): Promise<FaceAnswer<Call>> {
  const { call, request, budgetMs } = asked;
  const run = runOf(unit);
  const value = await run.ask((requestId) => ({ type: 'faces', requestId, call, budgetMs, request }), {
    timeoutMs: budgetMs + timings.abortGraceMs + ANSWER_MS,
    onTimeout: () => pluginError('PLUGIN_PHASE_TIMEOUT', { phase: `faces.${call}`, budgetMs }),
    onLost: () => notRunning(unit),
    signal,
  });
  const fault = faceFault(call, 'answer', value);
  if (fault === null) return value as FaceAnswer<Call>;
  throw refused(run, `faces.${call}`, `${fault.path}: ${fault.reason}`);
}

/** The driver does not know what its device is called; that an operator typed the right name is checked here. */
function checkCommand(value: unknown, device: HostDevice): DeviceCommand {
  if (!commandChecker.Check(value)) {
    const fault = commandChecker.Errors(value)[0];
    throw pluginError('PLUGIN_COMMAND_INVALID', {
      path: fault?.instancePath || '/',
      reason: fault?.message ?? 'is not a known order',
    });
  }
  if (value.name === 'records.clear' && value.confirmDeviceName !== device.name) {
    throw pluginError('PLUGIN_COMMAND_INVALID', {
      path: '/confirmDeviceName',
      reason: 'is not the name of this device',
    });
  }
  return value;
}

async function inTime(work: Promise<void>, ms: number): Promise<void> {
  const end = new AbortController();
  await Promise.race([work, pause(ms, end.signal)]);
  end.abort();
}

function runOf(unit: PluginUnit): PluginRun {
  const run = unit.supervisor.run();
  if (run === null) throw notRunning(unit);
  return run;
}

function notRunning({ supervisor }: PluginUnit): HadirError {
  const { pluginId, state } = supervisor.status();
  return pluginError('PLUGIN_NOT_RUNNING', { pluginId, state });
}

function answer(run: PluginRun, what: string, checker: ReturnType<typeof Compile<TSchema>>, value: unknown): unknown {
  if (checker.Check(value)) return value;
  const fault = checker.Errors(value)[0];
  throw refused(run, what, `${what}${fault?.instancePath ?? ''}: ${fault?.message ?? 'does not match'}`);
}

function refused(run: PluginRun, what: string, reason: string): HadirError {
  run.refuse('/outcome/value', reason);
  return pluginError('PLUGIN_BUG', { phase: what, reason });
}
