import { overlap } from '../detect/merge.js';
import { dot } from '../embed/vector.js';
import type { Box } from '../image/rgb-image.js';

/** A face where it was and as it looked: of the last frame, or of this one. */
export interface Sight {
  readonly box: Box;
  /** Unit vector of the preferred model; null when the face was not assessed. */
  readonly vector: Float32Array | null;
}

/** From frame to frame the same person has 0.87 in the mean and hardly below 0.5; another person at most 0.12. */
const SAME_PERSON = 0.35;
const SAME_PLACE = 0.3;

/**
 * Which track each face of a frame continues: index of the track, or null for a new one. Two assessed sights must look
 * alike, wherever they are, so that people who cross do not swap; with nothing to look at, the place decides.
 */
export function assign(tracks: readonly Sight[], faces: readonly Sight[]): readonly (number | null)[] {
  const pairs = faces.flatMap((face, faceIndex) =>
    tracks.map((track, trackIndex) => ({ faceIndex, trackIndex, fit: fit(track, face) })),
  );
  const assigned: (number | null)[] = faces.map(() => null);
  const taken = new Set<number>();
  for (const { faceIndex, trackIndex, fit: value } of pairs.sort((one, other) => other.fit - one.fit)) {
    if (value <= 0 || taken.has(trackIndex) || assigned[faceIndex] !== null) continue;
    assigned[faceIndex] = trackIndex;
    taken.add(trackIndex);
  }
  return assigned;
}

/** 0: cannot be the same. */
function fit(track: Sight, face: Sight): number {
  const place = overlap(track.box, face.box);
  if (track.vector === null || face.vector === null) return place >= SAME_PLACE ? place : 0;
  const alike = dot(track.vector, face.vector);
  return alike >= SAME_PERSON ? alike + place : 0;
}
