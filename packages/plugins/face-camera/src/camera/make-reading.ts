import { type DeviceContext, type FaceReading, instant, zoneOf } from '@hadir/sdk';
import type { FaceDecision } from '../engine/engine.js';
import type { CameraConfig } from './config-camera.js';

/**
 * What the hub is told of a decision. The key names person and second, so that a reading that is told again after a break
 * is the same one. The evidence says what led to it: no score of likeness, no picture (docs/adr on faces).
 */
export function makeReading(
  decision: FaceDecision,
  epochMs: number,
  context: Pick<DeviceContext, 'zone'>,
  { source }: Pick<CameraConfig, 'source'>,
): FaceReading {
  const { personKey, band, model, thresholds, agreed, assessed, liveness } = decision;
  // Two digits say all that it is worth.
  const passive = decision.passive === null ? {} : { passiveLiveness: Math.round(decision.passive * 100) / 100 };
  const wall = zoneOf(context.zone).wallOf(instant(epochMs));
  return {
    kind: 'face',
    key: `f|${personKey}|${wall}`,
    time: { form: 'instant', epochMs },
    deviceUserId: personKey,
    band,
    model: { id: model.id, version: model.version },
    thresholds: { ...thresholds },
    agreed,
    assessed,
    liveness,
    ...passive,
    transport: `camera-${source}`,
    raw: {
      encoding: 'utf8',
      data: JSON.stringify({ source, band, model, thresholds, agreed, assessed, liveness, ...passive }),
    },
  };
}
