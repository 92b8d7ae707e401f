import type { FaceAdvice } from '@hadir/sdk';
import type { SeenFace } from '../engine/engine.js';
import { QUALITY_LIMITS } from './limits.js';
import type { FaceQuality } from './measure.js';

/** Why a face of a camera's frame is not assessed; null when it is good enough to be looked up. */
export function whyNotAssessed(quality: FaceQuality, minFacePx: number): SeenFace['why'] {
  if (quality.widthPx < minFacePx) return 'too-small';
  if (Math.abs(quality.yaw) > QUALITY_LIMITS.recogniseYaw) return 'looks-away';
  if (quality.luma < QUALITY_LIMITS.minLuma) return 'too-dark';
  if (quality.luma > QUALITY_LIMITS.maxLuma) return 'too-bright';
  return quality.sharpness < QUALITY_LIMITS.recogniseSharpness ? 'blurred' : null;
}

/** What the person who is being enrolled should do; nothing when the picture is good. */
export function enrolmentAdvice(quality: FaceQuality, eyesClosed: boolean): readonly FaceAdvice[] {
  const advice: FaceAdvice[] = [];
  if (quality.widthPx < QUALITY_LIMITS.enrolWidthPx) advice.push('come-closer');
  if (
    Math.abs(quality.yaw) > QUALITY_LIMITS.enrolYaw ||
    Math.abs(quality.rollDegrees) > QUALITY_LIMITS.enrolRollDegrees
  ) {
    advice.push('look-straight');
  }
  if (quality.luma < QUALITY_LIMITS.minLuma) advice.push('more-light');
  if (quality.luma > QUALITY_LIMITS.maxLuma) advice.push('less-light');
  // A dark picture or a small face has few edges, and what its eyes do cannot be told: one advice at a time leads further.
  if (advice.length > 0) return advice;
  if (quality.sharpness < QUALITY_LIMITS.enrolSharpness) return ['hold-still'];
  return eyesClosed ? ['open-eyes'] : [];
}
