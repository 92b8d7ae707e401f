import { isHadirError } from '@hadir/core';
import type { FaceModelRef } from '@hadir/sdk';
import type { PluginHost, PluginStatus } from '@hadir/sdk/host';
import type { FaceContext } from './context.js';
import { faceError } from './errors.js';

/** A running plugin that recognises faces itself, with its live models. */
export interface Recogniser {
  readonly pluginId: string;
  /** Tells one process from the one that follows it. */
  readonly process: string;
  readonly models: readonly FaceModelRef[];
}

export const modelKey = ({ id, version }: FaceModelRef): string => `${id}@${version}`;

type RunningPlugin = PluginStatus & { readonly pluginId: string };

/** Plugins that say that they have to do with faces and whose process answers. */
export function facePlugins(host: PluginHost): readonly RunningPlugin[] {
  return host
    .status()
    .plugins.filter(
      (plugin): plugin is RunningPlugin =>
        plugin.pluginId !== null && plugin.state === 'running' && plugin.capabilities.includes('face'),
    );
}

/** True for what a plugin that has the call could not have said. */
export function isUnsupported(error: unknown): boolean {
  return isHadirError(error) && error.code === 'PLUGIN_FACES_UNSUPPORTED';
}

const processOf = ({ pid, startedAt }: PluginStatus): string => `${pid}/${startedAt}`;

/** What asking round gave: those that have models, and why others did not answer. */
interface Asked {
  readonly found: readonly Recogniser[];
  readonly failures: readonly unknown[];
}

/** Plugins whose terminals recognise by themselves have no models and are none. One that fails hinders no other. */
export async function recognisers(
  host: PluginHost,
  signal: AbortSignal,
  isAsked: (pluginId: string) => boolean = () => true,
): Promise<Asked> {
  const found: Recogniser[] = [];
  const failures: unknown[] = [];
  for (const plugin of facePlugins(host).filter(({ pluginId }) => isAsked(pluginId))) {
    try {
      const { models } = await host.faces(plugin.pluginId, 'models', { name: 'models' }, signal);
      found.push({ pluginId: plugin.pluginId, process: processOf(plugin), models });
    } catch (error) {
      if (!isUnsupported(error)) failures.push(error);
    }
  }
  return { found, failures };
}

/** The one that judges pictures. @throws FACE_NO_RECOGNISER, or why the one that there is does not answer */
export async function judgeOf(context: FaceContext, signal: AbortSignal): Promise<Recogniser> {
  const { found, failures } = await recognisers(context.host(), signal);
  const [first] = found;
  if (first !== undefined) return first;
  throw failures[0] instanceof Error ? failures[0] : faceError('FACE_NO_RECOGNISER');
}
