import type { FaceModelRef, FaceTemplate } from '@hadir/sdk';
import { sealBytes, unsealBytes } from '../devices/index.js';
import type { FaceContext } from './context.js';
import { faceError } from './errors.js';

/**
 * To what a sealed template belongs. All of it is authenticated by the seal: a row that is given to another person, named
 * after another model or copied under another id does not open. `secret rotate` spells the same in SQL.
 */
export interface TemplatePlace {
  readonly id: string;
  readonly personId: string;
  readonly model: FaceModelRef;
}
export interface PicturePlace {
  readonly id: string;
  readonly personId: string;
  readonly enrolmentId: string;
}

const templateContext = ({ id, personId, model }: TemplatePlace) => [personId, model.id, model.version, id].join('|');
const pictureContext = ({ id, personId, enrolmentId }: PicturePlace) =>
  [personId, 'picture', enrolmentId, id].join('|');

type Keys = Pick<FaceContext, 'keyring'>;

/** Call it with the table locked in `row exclusive` mode: a rotation of keys then comes wholly before or after. */
export async function sealTemplate({ keyring }: Keys, place: TemplatePlace, vector: string): Promise<Buffer> {
  return sealBytes(await keyring.fresh(), templateContext(place), Buffer.from(vector, 'base64'));
}

/** @throws FACE_SEAL_BROKEN */
export async function openTemplate(keys: Keys, place: TemplatePlace, sealed: Buffer): Promise<FaceTemplate> {
  const bytes = await open(keys, templateContext(place), sealed, { what: 'template', id: place.id });
  return { model: place.model, vector: bytes.toString('base64') };
}

/** As `sealTemplate`. */
export async function sealPicture({ keyring }: Keys, place: PicturePlace, picture: string): Promise<Buffer> {
  return sealBytes(await keyring.fresh(), pictureContext(place), Buffer.from(picture, 'base64'));
}

/** @returns base64 @throws FACE_SEAL_BROKEN */
export async function openPicture(keys: Keys, place: PicturePlace, sealed: Buffer): Promise<string> {
  const bytes = await open(keys, pictureContext(place), sealed, { what: 'picture', id: place.id });
  return bytes.toString('base64');
}

async function open(
  { keyring }: Keys,
  context: string,
  sealed: Buffer,
  row: { readonly what: string; readonly id: string },
): Promise<Buffer> {
  const ring = await keyring.ringFor(sealed);
  try {
    return unsealBytes(ring, context, sealed);
  } catch (cause) {
    throw faceError('FACE_SEAL_BROKEN', row, cause);
  }
}
