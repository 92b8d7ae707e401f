import type { CivilDate, DayResult, DayStatus, TraceStep, WallTime } from '@hadir/core';

/** Points are stored as whole numbers, so that sums are exact. */
const SCALE = 10_000;

/** Columns of a stored day without its reasons; alias `r` is `day_result`. */
export const DAY_COLUMNS = `r.person_id, r.workday, r.unit_id, r.status, r.is_working_day, r.in_wall, r.out_wall, r.late_minutes,
  r.early_minutes, r.short_minutes, r.points, r.missing, r.flags, r.charges, r.profile, r.schedule, r.computed_at`;

export interface DayRow {
  readonly person_id: string;
  readonly workday: string;
  readonly unit_id: string | null;
  readonly status: string;
  readonly is_working_day: boolean;
  readonly in_wall: string | null;
  readonly out_wall: string | null;
  readonly late_minutes: number | null;
  readonly early_minutes: number | null;
  readonly short_minutes: number;
  readonly points: number | null;
  readonly missing: string[];
  readonly flags: string[];
  readonly charges: DayResult['charges'];
  readonly trace?: readonly TraceStep[];
  readonly profile: string | null;
  readonly schedule: string | null;
  readonly computed_at: Date;
}

export function dayResultOf(row: DayRow): DayResult {
  return {
    date: row.workday as CivilDate,
    status: row.status as DayStatus,
    isWorkingDay: row.is_working_day,
    in: row.in_wall as WallTime | null,
    out: row.out_wall as WallTime | null,
    lateMinutes: row.late_minutes,
    earlyMinutes: row.early_minutes,
    missing: row.missing as DayResult['missing'],
    charges: row.charges,
    points: row.points === null ? null : row.points / SCALE,
    shortMinutes: row.short_minutes,
    flags: row.flags,
    trace: row.trace ?? [],
  };
}

export function scaledPoints(points: number | null): number | null {
  return points === null ? null : Math.round(points * SCALE);
}

/** What a result means for the person; two results that agree in this need no correction. */
export function meaningOf(result: DayResult): string {
  const { status, lateMinutes, earlyMinutes, missing, charges, points, shortMinutes } = result;
  return JSON.stringify([
    status,
    result.in,
    result.out,
    lateMinutes,
    earlyMinutes,
    missing,
    charges,
    points,
    shortMinutes,
  ]);
}
