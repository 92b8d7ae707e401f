import type { FaceModelRef, FaceTemplate } from '@hadir/sdk';
import type { FaceContext } from './context.js';
import { modelKey, type Recogniser } from './recognisers.js';
import { openTemplate } from './seal.js';
import { select } from './sql.js';

/** What the views of an enrolment look like among themselves and beside everybody else. */
export interface Likeness {
  readonly onePerson: boolean;
  /** Others who are enrolled and look alike; no score, on purpose. */
  readonly lookalikes: readonly { readonly personId: string; readonly name: string }[];
}

/** Templates of different models are never compared, so each model is asked for itself. */
export async function likenessOf(
  context: FaceContext,
  judge: Recogniser,
  enrolment: { readonly id: string; readonly personId: string },
  signal: AbortSignal,
): Promise<Likeness> {
  const { pool } = context.database;
  const rows = await select<{ id: string; modelId: string; modelVersion: string; sealed: Buffer }>(
    pool,
    `select id, model_id as "modelId", model_version as "modelVersion", sealed from face_template
     where enrolment_id = $1 order by view_number, id`,
    [enrolment.id],
  );
  const byModel = new Map<string, FaceTemplate[]>();
  for (const { id, modelId, modelVersion, sealed } of rows) {
    const model: FaceModelRef = { id: modelId, version: modelVersion };
    const template = await openTemplate(context, { id, personId: enrolment.personId, model }, sealed);
    byModel.set(modelKey(model), [...(byModel.get(modelKey(model)) ?? []), template]);
  }
  let onePerson = true;
  const keys = new Set<string>();
  for (const templates of byModel.values()) {
    const request = { name: 'compare', templates } as const;
    const answer = await context.host().faces(judge.pluginId, 'compare', request, signal);
    onePerson &&= answer.onePerson;
    for (const key of answer.lookalikes) keys.add(key);
  }
  const lookalikes = await select<{ personId: string; name: string }>(
    pool,
    `select p.id as "personId", p.name from face_subject s join person p on p.id = s.person_id
     where s.person_key = any($1::text[]) and p.id <> $2 order by p.name, p.id`,
    [[...keys], enrolment.personId],
  );
  return { onePerson, lookalikes };
}
