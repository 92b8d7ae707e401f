import {
  API_VERSION,
  defineDriver,
  type FaceAnswer,
  type FaceRequest,
  isReading,
  type PluginSession,
  type PunchReading,
  type Reading,
} from '@hadir/sdk';
import { type RunningDriver, runDriver } from '@hadir/sdk/host';
import { type MemorySink, memorySink } from '@hadir/sdk/testing';
import Type from 'typebox';
import {
  DahuaConfig,
  HikvisionConfig,
  openTerminal,
  PushListenSettings,
  probeTerminal,
  startTerminals,
  type Terminals,
} from '../../src/terminals/index.js';

interface TerminalShared extends PluginSession {
  readonly terminals: Terminals;
}

/** The terminals of the plugin alone, without recognition: its models need seconds to load. */
export const terminalDriver = defineDriver({
  manifest: {
    id: 'face-terminals',
    name: { id: 'Terminal wajah', en: 'Face terminals' },
    version: '0.1.0',
    apiVersion: API_VERSION,
    entry: './index.js',
    capabilities: ['punch', 'live', 'backfill', 'device-info', 'time-sync', 'user-sync', 'operation-log', 'face'],
    permissions: { network: true, listen: true, addons: true },
  },
  config: Type.Union([HikvisionConfig, DahuaConfig]),
  settings: Type.Object({ listen: Type.Optional(PushListenSettings) }),
  async start(context, settings): Promise<TerminalShared> {
    const terminals = await startTerminals(context, settings.listen);
    const faces = {
      send: async (request: FaceRequest<'send'>, signal: AbortSignal): Promise<FaceAnswer<'send'>> => {
        const terminal = terminals.terminal(request.deviceId);
        return terminal === null ? { state: 'unsupported' } : terminal.send(request, signal);
      },
      withdraw: async (request: FaceRequest<'withdraw'>, signal: AbortSignal): Promise<FaceAnswer<'withdraw'>> => {
        const terminal = terminals.terminal(request.deviceId);
        return terminal === null ? { left: 0 } : terminal.withdraw(request, signal);
      },
    };
    return { terminals, faces: faces as never, close: () => terminals.close() };
  },
  probe: (context, config) => probeTerminal(context, config),
  open: (context, config, shared) => openTerminal(context, config, shared.terminals),
});

export const DEVICE = 'gerbang';
export const PASSWORD = 'rahasia-12345';

export interface Running {
  readonly running: RunningDriver;
  readonly sink: MemorySink;
  /** Codes of the issues that are open. */
  readonly issues: Set<string>;
  readings(): readonly Reading[];
  punches(): readonly PunchReading[];
}

/** The terminals as a host runs them, in this process, with short pauses between attempts. */
export async function run(
  config: Readonly<Record<string, unknown>>,
  options: { readonly sink?: MemorySink; readonly settings?: Record<string, unknown> } = {},
): Promise<Running> {
  const sink = options.sink ?? memorySink();
  const issues = new Set<string>();
  const running = await runDriver(terminalDriver, {
    sink,
    config,
    deviceId: DEVICE,
    zone: 'Asia/Jakarta',
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    timings: { retryBaseMs: 20, retryMaxMs: 100, bugRetryMaxMs: 100, trafficMs: 20 },
    events: {
      raise: (_, { code }) => void issues.add(code),
      clear: (_, code) => void issues.delete(code),
    },
  });
  const readings = () => sink.readings(DEVICE).filter((one): one is Reading => isReading(one));
  return {
    running,
    sink,
    issues,
    readings,
    punches: () => readings().filter((one): one is PunchReading => one.kind === 'punch'),
  };
}

/** People in the order in which their punches are in the journal, with doubles if there are any. */
export function peopleOf(punches: readonly PunchReading[]): readonly string[] {
  return punches.map(({ deviceUserId }) => deviceUserId);
}
