import { isHadirError } from '@hadir/core';
import type { PluginHost } from '@hadir/sdk/host';
import { type FaceContext, today } from './context.js';
import { deliverDue } from './deliveries.js';
import { tellJournal } from './desk.js';
import { expireSessions } from './enrolments.js';
import { eraseDue, eraseLeavers } from './erase.js';
import { checkOpen } from './finish.js';
import { createGalleries } from './gallery.js';
import { mapExpected, mapSeen } from './mappings.js';
import type { FacePart } from './part.js';
import { removeSpentPictures } from './pictures.js';
import { select } from './sql.js';

/** Sooner than anybody who was enrolled walks from the desk to a camera; a plugin that starts again is seen at once. */
const ROUND_MS = 5_000;
const HOUR_MS = 3_600_000;

export interface FaceWork {
  readonly part: FacePart;
  stop(): Promise<void>;
}

/** Does by and by what faces ask for: galleries, terminals, erasures, expiry. Only where the plugins run. */
export function startFaceWork(context: FaceContext): FaceWork {
  const galleries = createGalleries(context);
  const stopping = new AbortController();
  const { signal } = stopping;
  let turn: Promise<unknown> = Promise.resolve();
  let watched: PluginHost | null = null;
  let unwatch: (() => void) | null = null;
  let round: Promise<void> | null = null;
  let again = false;
  let position: number | null = null;
  let leaversAt = 0;
  let cameras = '';

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
      if (signal.aborted) return;
      if (round !== null) {
        again = true;
        return;
      }
      round = look()
        .catch((error: unknown) => {
          const code = isHadirError(error) ? error.code : undefined;
          if (!signal.aborted) context.log.warn({ code, err: error }, 'work on faces stopped halfway; trying again');
        })
        .finally(() => {
          round = null;
          if (!again) return;
          again = false;
          part.kick();
        });
    },
  };

  const follow = (host: PluginHost | null): void => {
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
        part.kick();
      }) ?? null;
  };

  const look = async (): Promise<void> => {
    const host = context.hostOrNull();
    follow(host);
    if (host === null) return;
    await expireSessions(context);
    const found = await galleries.sync(signal);
    await deliverDue(context, host, signal);
    await eraseDue(context, host, signal);
    await removeSpentPictures(context);
    await tellJournal(context);
    await mapCameras(found.map(({ pluginId }) => pluginId));
    position = await mapSeen(context, position);
    const now = context.clock.now();
    if (Math.abs(now - leaversAt) < HOUR_MS) return;
    await eraseLeavers(part);
    leaversAt = now;
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

  const timer = setInterval(part.kick, ROUND_MS);
  part.kick();
  return {
    part,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      unwatch?.();
      await round;
      await turn.catch(() => undefined);
    },
  };
}
