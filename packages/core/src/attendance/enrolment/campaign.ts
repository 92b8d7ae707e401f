import type { CivilDate } from '../../time/wall-time.js';
import type { Method } from '../../vocabulary/method.js';

/** "All staff of these units are enrolled by face until 7 June 2020." */
export interface EnrolmentCampaign {
  readonly id: string;
  readonly unitIds: readonly string[];
  readonly method: Method;
  readonly deadline: CivilDate;
}

/** A person's enrolment as a device told it. */
export interface Enrolment {
  readonly personId: string;
  readonly method: string;
  readonly deviceId: string;
}

export interface UnitProgress {
  readonly unitId: string;
  readonly people: number;
  readonly enrolled: number;
  /** Who is still missing, in order of id. */
  readonly missing: readonly string[];
}

export interface CampaignProgress {
  readonly units: readonly UnitProgress[];
  readonly people: number;
  readonly enrolled: number;
  /** True when the deadline has passed and somebody is missing. */
  readonly isOverdue: boolean;
  /** On which devices each enrolled person is known, in order. */
  readonly devices: ReadonlyMap<string, readonly string[]>;
}

/**
 * How far an enrolment campaign has come, unit by unit.
 * @param staff who serves where today.
 */
export function campaignProgress(
  campaign: EnrolmentCampaign,
  staff: readonly { readonly personId: string; readonly unitId: string }[],
  enrolments: readonly Enrolment[],
  today: CivilDate,
): CampaignProgress {
  const devices = new Map<string, string[]>();
  for (const { personId, method, deviceId } of enrolments) {
    if (method !== campaign.method) continue;
    devices.set(personId, [...new Set([...(devices.get(personId) ?? []), deviceId])].sort());
  }
  const units = campaign.unitIds.map((unitId): UnitProgress => {
    const people = [...new Set(staff.filter((one) => one.unitId === unitId).map(({ personId }) => personId))].sort();
    const missing = people.filter((personId) => !devices.has(personId));
    return { unitId, people: people.length, enrolled: people.length - missing.length, missing };
  });
  const people = units.reduce((total, unit) => total + unit.people, 0);
  const enrolled = units.reduce((total, unit) => total + unit.enrolled, 0);
  return { units, people, enrolled, isOverdue: today > campaign.deadline && enrolled < people, devices };
}
