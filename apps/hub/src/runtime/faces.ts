import type { Clock } from '@hadir/core';
import type { HubConfig } from '../config/index.js';
import type { Fleet, KeyringHolder } from '../devices/index.js';
import { type FaceContext, type FacePart, startFaceWork } from '../faces/index.js';
import { httpError } from '../http/index.js';
import { reattribute } from '../normalise/index.js';
import type { HubLog } from '../observability/index.js';
import type { Database } from '../store/index.js';
import type { Teardown } from './teardown.js';

/** Faces: on every hub that takes readings; the work is done by the one whose plugins run. */
export function startFaces(
  config: HubConfig,
  parts: {
    readonly database: Database;
    readonly clock: Clock;
    readonly keyring: KeyringHolder;
    readonly log: HubLog;
    readonly readings: FaceContext['readings'];
    readonly fleet: () => Fleet | null;
  },
  teardown: Teardown,
): FacePart {
  const { fleet, ...rest } = parts;
  const work = startFaceWork({
    ...rest,
    log: parts.log.child({ part: 'faces' }),
    zone: config.zone,
    settings: config.faces,
    reattribute: ({ deviceId, deviceUserId }) => reattribute(parts.database, deviceId, deviceUserId),
    hostOrNull: () => fleet()?.host ?? null,
    host() {
      const present = fleet();
      if (!present) throw httpError('HUB_FEATURE_ABSENT', { feature: 'plugins' });
      return present.host;
    },
  });
  teardown.add('faces', work.stop);
  return work.part;
}
