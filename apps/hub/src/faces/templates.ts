import { randomUUID } from 'node:crypto';
import type { FaceTemplate } from '@hadir/sdk';
import type { PoolClient } from 'pg';
import type { FaceContext } from './context.js';
import { sealTemplate } from './seal.js';

/** Seals and stores what a recogniser made of one view. */
export async function keepTemplates(
  context: FaceContext,
  client: PoolClient,
  view: { readonly personId: string; readonly enrolmentId: string; readonly number: number; readonly live: boolean },
  templates: readonly FaceTemplate[],
): Promise<void> {
  await client.query('lock table face_template in row exclusive mode');
  for (const { model, vector } of templates) {
    const place = { id: randomUUID(), personId: view.personId, model };
    await client.query(
      `insert into face_template (id, person_id, enrolment_id, view_number, model_id, model_version, sealed, live, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        place.id,
        view.personId,
        view.enrolmentId,
        view.number,
        model.id,
        model.version,
        await sealTemplate(context, place, vector),
        view.live,
        new Date(context.clock.now()),
      ],
    );
  }
}
