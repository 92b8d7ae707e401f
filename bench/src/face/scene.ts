import { photoPart } from '@hadir/plugin-face-camera/testing';

/** A frame of a camera with 1280 × 720 pixels and one person in it, and her enrolment from another photograph. */
export async function oneFaceFrame(): Promise<Uint8Array> {
  return await photoPart(3, { x: 0.42, y: 0.03, width: 0.32, height: 0.256 * (1920 / 1350) }, 1280);
}
