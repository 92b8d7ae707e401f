import type { HadirError } from '@hadir/core';
import { pluginError } from '../plugin-errors.js';
import { errorOf } from '../protocol/error-facts.js';
import type { ToHost } from '../protocol/to-host.js';
import type { ToPlugin } from '../protocol/to-plugin.js';

type Reply = Extract<ToHost, { type: 'reply' }>;
type Progress = Extract<ToHost, { type: 'progress' }>;

export interface RequestOptions {
  /** The answer must be here by then, whatever the plugin does. */
  readonly timeoutMs: number | null;
  readonly onTimeout: () => HadirError;
  /** When the process ends before it answers. */
  readonly onLost: () => HadirError;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number, note: string | null) => void;
}

/** Questions to a plugin process and their answers; every one is answered, timed out or lost, never left open. */
export interface Requests {
  ask(make: (requestId: number) => ToPlugin, options: RequestOptions): Promise<unknown>;
  /** @returns false for a reply to nothing that was asked */
  reply(message: Reply): boolean;
  progress(message: Progress): void;
  loseAll(): void;
}

interface Open {
  readonly options: RequestOptions;
  readonly finish: (outcome: { readonly value: unknown } | { readonly error: HadirError }) => void;
}

export function createRequests(send: (message: ToPlugin) => void): Requests {
  const open = new Map<number, Open>();
  /** Answered from here already; the plugin's late answer to them is no fault. */
  const late = new Set<number>();
  let lastId = 0;

  return {
    ask(make, options) {
      const { signal } = options;
      if (signal?.aborted === true) return Promise.reject(pluginError('PLUGIN_CANCELLED'));
      lastId += 1;
      const requestId = lastId;
      return new Promise((resolve, reject) => {
        const giveUp = (error: HadirError) => {
          late.add(requestId);
          send({ type: 'cancel', requestId });
          finish({ error });
        };
        const onAbort = () => giveUp(pluginError('PLUGIN_CANCELLED'));
        const timer =
          options.timeoutMs === null ? undefined : setTimeout(() => giveUp(options.onTimeout()), options.timeoutMs);
        const finish: Open['finish'] = (outcome) => {
          if (!open.delete(requestId)) return;
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.value);
        };
        open.set(requestId, { options, finish });
        signal?.addEventListener('abort', onAbort, { once: true });
        send(make(requestId));
      });
    },
    reply({ requestId, outcome }) {
      const request = open.get(requestId);
      if (request === undefined) return late.delete(requestId);
      request.finish(outcome.ok ? { value: outcome.value } : { error: errorOf(outcome.error) });
      return true;
    },
    progress({ requestId, fraction, note }) {
      open.get(requestId)?.options.onProgress?.(fraction, note ?? null);
    },
    loseAll() {
      for (const request of [...open.values()]) request.finish({ error: request.options.onLost() });
    },
  };
}
