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

export const processOf = ({ pid, startedAt }: PluginStatus): string => `${pid}/${startedAt}`;

/** Those that have models. Plugins whose terminals recognise by themselves are none. */
export async function recognisers(host: PluginHost, signal: AbortSignal): Promise<readonly Recogniser[]> {
  const asked = facePlugins(host).map(async (plugin): Promise<Recogniser | null> => {
    try {
      const { models } = await host.faces(plugin.pluginId, 'models', { name: 'models' }, signal);
      return { pluginId: plugin.pluginId, process: processOf(plugin), models };
    } catch (error) {
      if (isUnsupported(error)) return null;
      throw error;
    }
  });
  return (await Promise.all(asked)).filter((one) => one !== null);
}

/** The one that judges pictures. @throws FACE_NO_RECOGNISER */
export async function judgeOf(context: FaceContext, signal: AbortSignal): Promise<Recogniser> {
  const [first] = await recognisers(context.host(), signal);
  if (first === undefined) throw faceError('FACE_NO_RECOGNISER');
  return first;
}
