import type { AbsenceType } from '../day/absence.js';
import { assertSeamless, type BandLookup, type CodePoints, readyBands } from './bands.js';
import { checkDocument } from './check-document.js';
import { type ScaledPoints, scalePoints } from './points.js';
import { RuleProfile } from './profile.js';

/** A profile made ready for computing: points are scaled, tables are checked. */
export interface ReadyProfile {
  readonly id: string;
  readonly version: string;
  /** Scaled like points: 0.4 is 4000. */
  readonly baseShare: number;
  readonly capPoints: ScaledPoints;
  readonly late: BandLookup;
  readonly early: BandLookup;
  readonly missingIn: MissingScanRule;
  readonly missingOut: MissingScanRule;
  readonly absent: CodePoints;
  readonly apelAbsent: CodePoints;
  absence(type: AbsenceType): ScaledPoints;
  readonly secondsPolicy: 'floor' | 'ceil';
  readonly inScan: 'first' | 'last';
  readonly outScan: 'first' | 'last';
  readonly codeOncePerDay: boolean;
  readonly countThresholds: readonly ReadyThreshold[];
  readonly monthlyTriggers: readonly ReadyTrigger[];
  /** The last day of a month (1–12) that counts, null for all of them. */
  cutOffDay(month: number): number | null;
}

export interface MissingScanRule extends CodePoints {
  /** What it is worth in working minutes. */
  readonly minutes: number;
}

interface ReadyThreshold {
  readonly code: string;
  readonly applies: 'each' | 'all';
  pointsFor(count: number): ScaledPoints;
}

export interface ReadyTrigger {
  readonly when: 'absent-days' | 'consecutive-absent-days';
  readonly atLeast: number;
  readonly points: ScaledPoints;
}

/** The code of a day on which nothing is known of a person who should have come: tanpa keterangan. */
export const ABSENT_CODE = 'TK';
const APEL_CODE = 'APEL';

/** @throws RULES_INVALID, RULES_POINTS, BANDS_GAP or BANDS_OVERLAP with the place, such as `profiles/A4/late`. */
export function readyProfile(id: string, document: unknown, version = '1'): ReadyProfile {
  const place = `profiles/${id}`;
  const profile = checkDocument(RuleProfile, document, place);
  const scaled = (points: number, at: string) => scalePoints(points, `${place}/${at}`);
  const missing = (given: RuleProfile['missingIn'], at: string): MissingScanRule => ({
    code: given.code,
    points: scaled(given.points, `${at}/points`),
    minutes: given.minutes ?? 0,
  });
  const absences = new Map(
    Object.entries(profile.absencePoints ?? {}).map(([type, points]) => [
      type,
      scaled(points, `absencePoints/${type}`),
    ]),
  );
  return {
    id,
    version,
    baseShare: scaled(profile.baseShare, 'baseShare'),
    capPoints: scaled(profile.capPoints, 'capPoints'),
    late: readyBands(profile.late, `${place}/late`),
    early: readyBands(profile.early, `${place}/early`),
    missingIn: missing(profile.missingIn, 'missingIn'),
    missingOut: missing(profile.missingOut, 'missingOut'),
    absent: { code: ABSENT_CODE, points: scaled(profile.absentPoints, 'absentPoints') },
    apelAbsent: { code: APEL_CODE, points: scaled(profile.apelAbsentPoints, 'apelAbsentPoints') },
    absence: (type) => absences.get(type) ?? 0,
    secondsPolicy: profile.secondsPolicy ?? 'floor',
    inScan: profile.inScan ?? 'first',
    outScan: profile.outScan ?? 'last',
    codeOncePerDay: profile.codeOncePerDay ?? false,
    countThresholds: (profile.countThresholds ?? []).map((threshold, i) => {
      const at = `${place}/countThresholds/${i}/rows`;
      assertSeamless(threshold.rows, 1, at);
      const rows = threshold.rows
        .map((row, k) => ({
          to: row.to ?? Number.POSITIVE_INFINITY,
          points: scalePoints(row.points, `${at}/${k}/points`),
        }))
        .sort((a, b) => a.to - b.to);
      return {
        code: threshold.code,
        applies: threshold.applies,
        pointsFor: (count) => rows.find((row) => count <= row.to)?.points ?? 0,
      };
    }),
    monthlyTriggers: (profile.monthlyTriggers ?? []).map((trigger, i) => ({
      when: trigger.when,
      atLeast: trigger.atLeast,
      points: scaled(trigger.points, `monthlyTriggers/${i}/points`),
    })),
    cutOffDay: (month) => profile.cutOffDay?.[String(month)] ?? null,
  };
}
