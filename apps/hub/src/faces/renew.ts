import type { FaceTemplate } from '@hadir/sdk';
import { inTransaction } from '../store/index.js';
import type { FaceContext } from './context.js';
import { modelKey, type Recogniser } from './recognisers.js';
import { openPicture } from './seal.js';
import { noteFace, select } from './sql.js';
import { keepTemplates } from './templates.js';

interface Due {
  readonly personId: string;
  readonly enrolmentId: string;
}
interface Kept {
  readonly id: string;
  readonly view: number;
  readonly sealed: Buffer;
}

const A_ROUND = 10;

/**
 * Makes templates of a new model from enrolment pictures, where the site chose to keep them for that. Whoever has none is in
 * the list of those whom the model lacks. @returns how many people were renewed
 */
export function createRenewal(
  context: FaceContext,
): (found: readonly Recogniser[], signal: AbortSignal) => Promise<number> {
  /** Whose pictures were not good enough for a model; looked at again when the hub starts again. */
  const refused = new Set<string>();

  return async (found, signal) => {
    let renewed = 0;
    for (const { pluginId, models } of found) {
      const wanted = models.map(modelKey);
      const due = await select<Due>(
        context.database.pool,
        `select e.person_id as "personId", e.id as "enrolmentId" from face_enrolment e
         where e.status = 'active' and exists (select 1 from face_picture f where f.enrolment_id = e.id
             and f.purpose = 're-enrolment' and f.expires_at > $2)
           and exists (select unnest($1::text[]) except
             select t.model_id || '@' || t.model_version from face_template t where t.person_id = e.person_id and t.live)
           and not e.id::text || ' ' || $3 = any($4::text[])
         order by e.opened_at limit ${A_ROUND}`,
        [wanted, new Date(context.clock.now()), wanted.join(' '), [...refused]],
      );
      for (const one of due) {
        if (signal.aborted) return renewed;
        if (await renewOne(context, one, { pluginId, models }, signal)) renewed += 1;
        else refused.add(`${one.enrolmentId} ${wanted.join(' ')}`);
      }
    }
    return renewed;
  };
}

async function renewOne(
  context: FaceContext,
  { personId, enrolmentId }: Due,
  { pluginId, models }: Pick<Recogniser, 'pluginId' | 'models'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { pool } = context.database;
  const pictures = await select<Kept>(
    pool,
    'select id, view_number as view, sealed from face_picture where enrolment_id = $1 order by view_number',
    [enrolmentId],
  );
  const made: { readonly view: number; readonly templates: readonly FaceTemplate[] }[] = [];
  for (const { id, view, sealed } of pictures) {
    const picture = await openPicture(context, { id, personId, enrolmentId }, sealed);
    const { templates } = await context.host().faces(pluginId, 'assess', { name: 'assess', picture }, signal);
    made.push({ view, templates });
  }
  return inTransaction(pool, async (client) => {
    const still = await select(client, `select 1 from face_enrolment where id = $1 and status = 'active' for update`, [
      enrolmentId,
    ]);
    if (still.length === 0) return false;
    const known = await select<{ model: string }>(
      client,
      `select distinct model_id || '@' || model_version as model from face_template where person_id = $1 and live`,
      [personId],
    );
    const lacking = new Set(models.map(modelKey));
    for (const { model } of known) lacking.delete(model);
    let added = 0;
    for (const { view, templates } of made) {
      const wanted = templates.filter(({ model }) => lacking.has(modelKey(model)));
      await keepTemplates(context, client, { personId, enrolmentId, number: view, live: true }, wanted);
      added += wanted.length;
    }
    if (added === 0) return false;
    const details = { models: [...lacking], templates: added };
    await noteFace(client, { actor: 'hadir', action: 'face.renew', subject: personId, details });
    return true;
  });
}
