import type { HadirError } from '@hadir/core';
import { pluginError } from '../plugin-errors.js';
import { errorOf } from '../protocol/error-facts.js';
import type { ToHost } from '../protocol/to-host.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import type { LoadedPlugin } from './load-plugin.js';
import type { PluginExit } from './plugin-status.js';
import type { HostTimings } from './timings.js';

export interface HandshakeOptions {
  readonly plugin: LoadedPlugin;
  readonly timings: HostTimings;
  readonly startMs: number;
  readonly onHello: () => void;
  readonly onStarted: () => void;
  readonly onFault: (reason: PluginExit['reason'], error: HadirError, countsForQuarantine?: boolean) => void;
}

/** The first words between host and process: hello → load → loaded → started, each in its time and in this order. */
export interface Handshake {
  /** @returns whether the message was part of it */
  take(message: ToHost): boolean;
  done(): boolean;
  stop(): void;
}

type Step = 'hello' | 'loaded' | 'started' | 'done';

export function createHandshake(options: HandshakeOptions): Handshake {
  const { plugin, timings, onFault } = options;
  const { manifest } = plugin;
  const pluginId = manifest.id;
  let expected: Step = 'hello';
  let timer: NodeJS.Timeout | undefined;

  const expect = (step: Step, budgetMs: number) => {
    clearTimeout(timer);
    expected = step;
    if (step === 'done') return;
    timer = setTimeout(
      () => onFault('start-failed', pluginError('PLUGIN_HANDSHAKE_TIMEOUT', { pluginId, budgetMs, phase: step })),
      budgetMs,
    );
  };
  const stale = (reason: string) =>
    onFault('import-failed', pluginError('PLUGIN_MANIFEST_STALE', { pluginId, reason }), false);
  const unexpected = (message: ToHost) =>
    onFault(
      'refused',
      pluginError('PLUGIN_MESSAGE_INVALID', { pluginId, path: '/type', reason: `${message.type} is out of turn` }),
    );
  expect('hello', timings.handshakeMs);

  return {
    take(message) {
      switch (message.type) {
        case 'hello':
          if (expected !== 'hello') unexpected(message);
          else if (message.protocol !== PROTOCOL_VERSION) {
            stale(`its process speaks protocol ${message.protocol}, this host ${PROTOCOL_VERSION}`);
          } else {
            expect('loaded', timings.importMs);
            options.onHello();
          }
          return true;
        case 'loaded': {
          if (expected !== 'loaded') unexpected(message);
          else if (message.manifestHash !== plugin.manifestHash) stale('its manifest changed while it was loaded');
          else if (message.id !== manifest.id || message.version !== manifest.version) {
            stale(`the code is ${message.id} ${message.version}, the manifest ${manifest.id} ${manifest.version}`);
          } else if (message.apiVersion !== manifest.apiVersion) {
            stale(
              `the code was built for contract version ${message.apiVersion}, the manifest says ${manifest.apiVersion}`,
            );
          } else expect('started', options.startMs);
          return true;
        }
        case 'started':
          if (expected !== 'started') unexpected(message);
          else {
            expect('done', 0);
            options.onStarted();
          }
          return true;
        case 'failed':
          if (expected === 'done' || expected === 'hello') unexpected(message);
          else if (message.phase === 'import') onFault('import-failed', errorOf(message.error), false);
          else onFault('start-failed', errorOf(message.error), !message.coded);
          return true;
        default:
          return false;
      }
    },
    done: () => expected === 'done',
    stop: () => clearTimeout(timer),
  };
}
