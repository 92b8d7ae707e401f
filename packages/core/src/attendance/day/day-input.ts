import type { CivilDate } from '../../time/wall-time.js';
import type { ReadyCalendar } from '../rules/calendar.js';
import type { MethodPolicy } from '../rules/method-policy.js';
import type { ReadyProfile } from '../rules/ready-profile.js';
import type { ReadySchedule } from '../rules/schedule.js';
import type { AbsenceRequest, Apel, ManualEntry, Scan } from './evidence.js';

/** A neighbouring shift with its hours at hand. */
export interface ReadyNeighbour {
  readonly date: CivilDate;
  readonly schedule: ReadySchedule;
}

/** Everything that decides a day. Nothing else does: no clock, no order, no other day's result. */
export interface DayInput {
  readonly date: CivilDate;
  /** Null when the roster says off, or nothing was assigned. */
  readonly schedule: ReadySchedule | null;
  readonly calendar: ReadyCalendar;
  readonly profile: ReadyProfile;
  /** Scans that could bear on the day, in any order; those of days around it may be among them. */
  readonly scans: readonly Scan[];
  readonly requests?: readonly AbsenceRequest[];
  readonly manual?: readonly ManualEntry[];
  readonly apel?: Apel | null;
  readonly methodPolicy?: MethodPolicy | null;
  readonly before?: ReadyNeighbour | null;
  readonly after?: ReadyNeighbour | null;
  /** Devices that could hold a scan of this person and were not read past the end of the day's windows. */
  readonly unreadDevices?: readonly string[];
  /** True while `dayEndsAt` is not reached: scans that are not there yet may still come. */
  readonly isRunning?: boolean;
}
