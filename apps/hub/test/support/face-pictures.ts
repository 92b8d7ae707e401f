import { fileURLToPath } from 'node:url';

export const FACES_PLUGIN = fileURLToPath(new URL('../fixtures/faces', import.meta.url));

/** What the test plugin takes for a picture: the first bytes of a JPEG, and who is on it. */
export function fakePicture(said: {
  readonly who: string;
  readonly view: number;
  readonly advice?: readonly string[];
  readonly yaw?: number;
}): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(JSON.stringify(said))]);
}
