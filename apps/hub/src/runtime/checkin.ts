import { type CheckinContext, type CheckinDesk, createCheckinDesk, recordOpen } from '../checkin/index.js';
import type { HubConfig } from '../config/index.js';
import type { HubLog } from '../observability/index.js';
import type { Teardown } from './teardown.js';

/** Check-in as routes need it. */
export type CheckinPart = CheckinContext & { readonly desk: CheckinDesk };

/** Opens the desk, after what a stop or a crash left open was handed to the journal. */
export async function startCheckin(
  config: HubConfig,
  parts: Omit<CheckinContext, 'relyingParty' | 'requireAttestation'>,
  log: HubLog,
  teardown: Teardown,
): Promise<CheckinPart> {
  const { rpId, origins, requireAttestation } = config.checkin;
  // For trying it out on the hub's own machine, whatever its port.
  const own = rpId === 'localhost' && config.http.port !== null ? [`http://localhost:${config.http.port}`] : [];
  const relyingParty = { rpId, origins: [...origins, ...own] };
  const context = { ...parts, relyingParty, requireAttestation };
  const onRecordFailed = (error: unknown): void => log.warn({ err: error }, 'check-ins were not handed over');
  await recordOpen(context).catch(onRecordFailed);
  const desk = createCheckinDesk(context, { onRecordFailed });
  teardown.add('checkin', () => desk.close());
  return { ...context, desk };
}
