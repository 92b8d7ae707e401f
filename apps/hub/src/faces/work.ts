import type { PluginHost } from '@hadir/sdk/host';
import { type FaceContext, today } from './context.js';
import { deliverDue } from './deliveries.js';
import { tellJournal } from './desk.js';
import { expireSessions } from './enrolments.js';
import { eraseDue, eraseLeavers } from './erase.js';
import { checkOpen } from './finish.js';
import { createGalleries } from './gallery.js';
import { startLane } from './lane.js';
import { mapExpected, mapSeen } from './mappings.js';
import type { FacePart } from './part.js';
import { removeSpentPictures } from './pictures.js';
import type { Recogniser } from './recognisers.js';
import { createRenewal } from './renew.js';
import { select } from './sql.js';

/** Sooner than anybody who was enrolled walks from the desk to a camera; a plugin that starts again is seen at once. */
const ROUND_MS = 5_000;
const HOUR_MS = 3_600_000;

export interface FaceWork {
  readonly part: FacePart;
  stop(): Promise<void>;
}

/**
 * Does by and by what faces ask for, where the plugins run. What cameras need goes in a lane of its own: a terminal that
 * does not answer may take a minute, and nobody is to stand before a camera that long.
 */
export function startFaceWork(context: FaceContext): FaceWork {
  const galleries = createGalleries(context);
  const stopping = new AbortController();
  const { signal } = stopping;
  let turn: Promise<unknown> = Promise.resolve();
  let watched: PluginHost | null = null;
  let unwatch: (() => void) | null = null;
  let position: number | null = null;
  let cameras = '';
  let recognising: readonly Recogniser[] = [];
  const renew = createRenewal(context);
  let leaversAt = 0;

  const part: FacePart = {
    context,
    galleries,
    signal,
    check: (id) => checkOpen(context, galleries, id, signal),
    inTurn(work) {
      const next = turn.then(work);
      turn = next.catch(() => undefined);
      return next;
    },
    kick() {
      seeing.kick();
      errands.kick();
    },
  };

  const follow = async (): Promise<void> => {
    const host = context.hostOrNull();
    if (host === watched) return;
    unwatch?.();
    galleries.forgetAll();
    watched = host;
    // Only what starts matters; a process reports figures all the time.
    const running = new Map<string, string>();
    unwatch =
      host?.onStatus((change) => {
        if (change.type !== 'plugin' || change.plugin.state !== 'running') return;
        const { source, pid } = change.plugin;
        if (running.get(source) === String(pid)) return;
        running.set(source, String(pid));
        seeing.kick();
      }) ?? null;
  };

  const withHost = (work: (host: PluginHost) => Promise<unknown>) => async (): Promise<void> => {
    const host = context.hostOrNull();
    if (host !== null) await work(host);
  };

  /** A camera that is added later knows at once who is enrolled already. */
  const mapCameras = async (pluginIds: readonly string[]): Promise<void> => {
    const [row] = await select<{ cameras: string | null }>(
      context.database.pool,
      `select string_agg(id || coalesce(station_id::text, '-'), ' ' order by id) as cameras from device
       where removed_at is null and enabled and plugin_id = any($1::text[])`,
      [pluginIds],
    );
    const seen = `${today(context)} ${row?.cameras ?? ''}`;
    if (seen === cameras) return;
    await mapExpected(context, context.database.pool, { pluginIds });
    cameras = seen;
  };

  /** An office with fingerprint terminals only is not to pay for models of faces. */
  const whoHasWork = async (): Promise<(pluginId: string) => boolean> => {
    const [row] = await select<{ hasFaces: boolean; plugins: readonly string[] }>(
      context.database.pool,
      `select exists (select 1 from face_template) as "hasFaces",
         array(select distinct plugin_id from device where removed_at is null and enabled) as plugins`,
    );
    return (pluginId) => row?.hasFaces === true || row?.plugins.includes(pluginId) === true;
  };

  const lookForLeavers = async (): Promise<void> => {
    const now = context.clock.now();
    if (Math.abs(now - leaversAt) < HOUR_MS) return;
    await eraseLeavers(part);
    leaversAt = now;
  };

  const { log } = context;
  const seeing = startLane(
    ROUND_MS,
    [
      follow,
      withHost(async () => {
        const found = await galleries.sync(signal, await whoHasWork());
        await mapCameras(found.map(({ pluginId }) => pluginId));
        recognising = found;
      }),
      withHost(async () => {
        position = await mapSeen(context, position);
      }),
    ],
    { log, signal },
  );
  const errands = startLane(
    ROUND_MS,
    [
      withHost(() => expireSessions(context)),
      withHost(() => tellJournal(context)),
      withHost(lookForLeavers),
      withHost((host) => eraseDue(context, host, signal)),
      withHost((host) => deliverDue(context, host, signal)),
      withHost(() => removeSpentPictures(context)),
      withHost(async () => {
        if ((await renew(recognising, signal)) > 0) part.kick();
      }),
    ],
    { log, signal },
  );
  return {
    part,
    async stop() {
      stopping.abort();
      unwatch?.();
      await Promise.all([seeing.stop(), errands.stop()]);
      await turn.catch(() => undefined);
    },
  };
}
