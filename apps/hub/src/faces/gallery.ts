import { isHadirError } from '@hadir/core';
import type { FaceGalleryEntry, FaceTemplate } from '@hadir/sdk';
import type { PluginHost } from '@hadir/sdk/host';
import { raiseIssue } from '../store/index.js';
import { type FaceContext, today } from './context.js';
import { modelKey, type Recogniser, recognisers } from './recognisers.js';
import { openTemplate } from './seal.js';
import { select, unitOn } from './sql.js';

/** Keeps what the plugins hold equal to the table of live templates. */
export interface Galleries {
  /**
   * Loads what a plugin lacks and takes away what it must not have. Rejects only when nothing could be looked at.
   * @param isAsked leaves out plugins that have nothing to do: a recogniser loads its models when it is asked first
   */
  sync(signal: AbortSignal, isAsked?: (pluginId: string) => boolean): Promise<readonly Recogniser[]>;
  /** What was loaded is taken as gone: the plugin's process is another one. */
  forgetAll(): void;
}

/** In a gallery of no unit are people whom nobody placed. */
export const NO_UNIT = 'none';
/** The contract's own limit, and a message well below what a plugin process reads at once. */
const MOST_PEOPLE = 500;
const MOST_CHARS = 8 * 1024 * 1024;

interface Wanted {
  readonly personKey: string;
  readonly personId: string;
  readonly gallery: string;
  /** In order, so that equal sets make equal texts. */
  readonly templateIds: readonly string[];
}

interface Held {
  readonly process: string;
  /** What was loaded of each person, as a text that changes with it. */
  readonly people: Map<string, string>;
}

export function createGalleries(context: FaceContext): Galleries {
  const held = new Map<string, Held>();
  let queue: Promise<unknown> = Promise.resolve();

  const syncOne = async (host: PluginHost, recogniser: Recogniser, signal: AbortSignal): Promise<void> => {
    const { pluginId, process } = recogniser;
    const known = held.get(pluginId);
    const isFresh = known === undefined || known.process !== process;
    const have = isFresh ? new Map<string, string>() : known.people;
    // Until all of it is there, the plugin counts as one that holds nothing.
    held.delete(pluginId);
    const wanted = await wantedOf(context, recogniser);
    const missing = wanted.filter((one) => have.get(one.personKey) !== textOf(one));
    const kept = new Set(wanted.map((one) => one.personKey));
    let first = isFresh;
    for await (const entries of batches(context, missing)) {
      await host.faces(pluginId, 'load', { name: 'load', fresh: first, entries: [...entries] }, signal);
      first = false;
    }
    if (first) await host.faces(pluginId, 'load', { name: 'load', fresh: true, entries: [] }, signal);
    for (const personKey of [...have.keys()].filter((key) => !kept.has(key))) {
      await host.faces(pluginId, 'forget', { name: 'forget', personKey }, signal);
    }
    held.set(pluginId, { process, people: new Map(wanted.map((one) => [one.personKey, textOf(one)])) });
    if (missing.length > 0 || isFresh) {
      context.log.info({ plugin: pluginId, people: wanted.length, loaded: missing.length }, 'gallery of faces loaded');
    }
  };

  const sync: Galleries['sync'] = async (signal, isAsked) => {
    const host = context.hostOrNull();
    if (host === null) return [];
    const { found, failures } = await recognisers(host, signal, isAsked);
    for (const error of failures) {
      context.log.warn(
        { code: isHadirError(error) ? error.code : undefined },
        'a recogniser did not answer; trying again',
      );
    }
    for (const recogniser of found) {
      try {
        await syncOne(host, recogniser, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const code = isHadirError(error) ? error.code : 'unknown';
        context.log.warn({ plugin: recogniser.pluginId, code }, 'the gallery of faces was not loaded; trying again');
      }
    }
    return found;
  };

  return {
    sync(signal, isAsked) {
      // One after the other: two at once would each take away what the other brings.
      const next = queue.then(() => sync(signal, isAsked));
      queue = next.catch(() => undefined);
      return next;
    },
    forgetAll: () => held.clear(),
  };
}

const textOf = ({ gallery, templateIds }: Wanted): string => `${gallery} ${templateIds.join(' ')}`;

async function wantedOf(context: FaceContext, { models }: Recogniser): Promise<readonly Wanted[]> {
  const rows = await select<Omit<Wanted, 'gallery'> & { readonly unitId: string | null }>(
    context.database.pool,
    `select s.person_key as "personKey", s.person_id as "personId", ${unitOn('$2')} as "unitId",
       array_agg(t.id order by t.id) as "templateIds"
     from face_template t join face_subject s on s.person_id = t.person_id join person p on p.id = s.person_id
     where t.live and t.model_id || '@' || t.model_version = any($1::text[])
     group by s.person_key, s.person_id, p.id, p.unit_id order by s.person_key`,
    [models.map(modelKey), today(context)],
  );
  return rows.map(({ unitId, ...one }) => ({ ...one, gallery: unitId ?? NO_UNIT }));
}

/** Opened only when they are about to be sent, and let go of right after. */
async function* batches(
  context: FaceContext,
  people: readonly Wanted[],
): AsyncGenerator<readonly FaceGalleryEntry[], void, void> {
  const broken: string[] = [];
  for (let at = 0; at < people.length; at += MOST_PEOPLE) {
    const some = people.slice(at, at + MOST_PEOPLE);
    const templates = await opened(context, some, broken);
    let entries: FaceGalleryEntry[] = [];
    let chars = 0;
    for (const { personId, personKey, gallery } of some) {
      const own = templates.get(personId);
      if (own === undefined) continue;
      const size = own.reduce((sum, { vector }) => sum + vector.length + 100, 200);
      if (entries.length > 0 && chars + size > MOST_CHARS) {
        yield entries;
        entries = [];
        chars = 0;
      }
      entries.push({ personKey, gallery, templates: own });
      chars += size;
    }
    if (entries.length > 0) yield entries;
  }
  await tellBroken(context, broken);
}

/** Most that one entry takes by the contract; the newest count. */
const MOST_TEMPLATES = 20;

async function opened(
  context: FaceContext,
  people: readonly Wanted[],
  broken: string[],
): Promise<ReadonlyMap<string, FaceTemplate[]>> {
  const rows = await select<{ id: string; personId: string; modelId: string; modelVersion: string; sealed: Buffer }>(
    context.database.pool,
    `select id, person_id as "personId", model_id as "modelId", model_version as "modelVersion", sealed from face_template
     where id = any($1::uuid[]) and live order by created_at desc, id`,
    [people.flatMap(({ templateIds }) => templateIds)],
  );
  const byPerson = new Map<string, FaceTemplate[]>();
  for (const { id, personId, modelId, modelVersion, sealed } of rows) {
    const own = byPerson.get(personId) ?? [];
    if (own.length >= MOST_TEMPLATES) continue;
    try {
      own.push(await openTemplate(context, { id, personId, model: { id: modelId, version: modelVersion } }, sealed));
      byPerson.set(personId, own);
    } catch (error) {
      // One row that was tampered with must not keep everybody else from being recognised.
      if (!isHadirError(error)) throw error;
      broken.push(id);
    }
  }
  return byPerson;
}

async function tellBroken(context: FaceContext, broken: readonly string[]): Promise<void> {
  const [id] = broken;
  if (id === undefined) return;
  context.log.error({ code: 'FACE_SEAL_BROKEN', templates: broken.slice(0, 20) }, 'templates of faces do not open');
  await raiseIssue(context.database.pool, {
    code: 'FACE_SEAL_BROKEN',
    severity: 'error',
    details: { what: 'template', id, count: broken.length },
  });
}
