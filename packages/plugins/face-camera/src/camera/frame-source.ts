import type { Clock } from '@hadir/sdk';
import { faceError } from '../errors.js';
import { rtspSource } from '../frames/ffmpeg.js';
import type { FrameSource } from '../frames/frame.js';
import { mjpegSource } from '../frames/mjpeg.js';
import { onvifSource } from '../frames/onvif-source.js';
import { snapshotSource } from '../frames/snapshot.js';
import type { CameraConfig } from './config-camera.js';

const DEFAULT_FPS = 2;
/** A blink lasts 100–400 ms; at fewer pictures a second it is missed. */
const CHALLENGE_FPS = 6;

/** How many pictures are looked at a second. */
export function framesPerSecond(config: CameraConfig): number {
  return config.framesPerSecond ?? (config.liveness === 'challenge' ? CHALLENGE_FPS : DEFAULT_FPS);
}

/** Where the pictures of a configured camera come from. @throws FACE_CONFIG_INCOMPLETE */
export function frameSource(config: CameraConfig, clock: Clock): FrameSource {
  const { url, username, password } = config;
  const rate = framesPerSecond(config);
  const scheme = new URL(url).protocol;
  const isRtsp = scheme === 'rtsp:' || scheme === 'rtsps:';
  if (isRtsp !== (config.source === 'rtsp')) {
    throw faceError('FACE_CONFIG_INCOMPLETE', { reason: `source "${config.source}", url "${scheme}//…"` });
  }
  if (password !== undefined && username === undefined) {
    throw faceError('FACE_CONFIG_INCOMPLETE', { reason: 'password without username' });
  }
  const access = { username, password, certificateSha256: config.certificateSha256 };
  switch (config.source) {
    case 'rtsp':
      return rtspSource({ url, username, password, framesPerSecond: rate });
    case 'snapshot':
      return snapshotSource({ url, access, framesPerSecond: rate });
    case 'mjpeg':
      return mjpegSource({ url, access });
    case 'onvif':
      return onvifSource({ url, access, framesPerSecond: rate, onlyMotion: config.motion ?? false, clock });
  }
}
