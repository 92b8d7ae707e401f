import type { Day, Named, Time } from './common.js';

/** What a day came to. Wall times are of the place of work. */
export interface ResultFacts {
  readonly date: Day;
  /** HADIR, TK, LIBUR, CB, MENUNGGU (not decidable yet), PERLU_VERIFIKASI, or the approved absence. */
  readonly status: string;
  readonly isWorkingDay: boolean;
  readonly in: string | null;
  readonly out: string | null;
  readonly lateMinutes: number | null;
  readonly earlyMinutes: number | null;
  readonly shortMinutes: number;
  readonly missing: readonly string[];
  /** Of what was charged. */
  readonly codes: readonly string[];
  /** Percent points; null while the day is not decided. */
  readonly points: number | null;
  readonly flags: readonly string[];
}

export interface DayView extends ResultFacts {
  readonly personId: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly computedAt: Time;
}

/** One reason: the rules, the scans used, the scans not used and why. */
export interface WhyStep {
  readonly code: string;
  readonly id: string;
  readonly en: string;
}

/** How a unit stands on a day; everybody expected arrived, is absent, is excused, or is waited for. */
export interface UnitDayView {
  readonly unitId: string | null;
  readonly unit: string | null;
  readonly people: number;
  readonly expected: number;
  readonly arrived: number;
  readonly late: number;
  readonly absent: number;
  readonly excused: number;
  readonly waiting: number;
}

/** How far computing has come. */
export interface ResultProgress {
  /** Days that wait to be computed. */
  readonly waiting: number;
  readonly oldestMarkedAt: Time | null;
  readonly eventsBehind: number;
  /** Results of the last seven days: all of them, and those not decided. */
  readonly computed: number;
  readonly undecided: number;
  readonly lastComputedAt: Time | null;
}

/** Whose days, and which. Neither person nor unit: everybody. */
export interface RecomputeInput {
  readonly from: Day;
  readonly to: Day;
  readonly unitId?: string;
  readonly personId?: string;
}

export interface RecapView {
  readonly personId: string;
  readonly name: string;
  /** NIP or NI PPPK, as text. */
  readonly number: string | null;
  readonly unit: string | null;
  readonly post: string | null;
  readonly rank: string | null;
  readonly days: number;
  readonly workingDays: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  readonly lateMinutes: number;
  readonly earlyMinutes: number;
  readonly shortMinutes: number;
  readonly absentDates: readonly Day[];
  readonly undecided: readonly Day[];
  readonly points: number;
  /** Whole rupiah; null for who gets no TPP. */
  readonly tppRupiah: number | null;
  readonly deductionRupiah: number | null;
}

/** A report as a file. Letterhead and signatures are the regency's; the unit's name stands in for the office. */
export interface ReportQuery {
  readonly unitId: string;
  readonly report: 'recap' | 'grid' | 'tpp' | 'late' | 'apel';
  readonly format: 'xlsx' | 'csv' | 'pdf';
  readonly government?: string;
  readonly office?: string;
  readonly address?: string;
  readonly place?: string;
  readonly leftTitle?: string;
  readonly leftName?: string;
  readonly leftRank?: string;
  readonly leftNumber?: string;
  readonly rightTitle?: string;
  readonly rightName?: string;
  readonly rightRank?: string;
  readonly rightNumber?: string;
}

export interface LockView {
  readonly unitId: string;
  readonly unit: string;
  readonly month: string;
  readonly state: string;
  readonly locks: readonly { readonly level: string; readonly byPersonId: string; readonly at: Time }[];
}

export interface LockInput {
  readonly unitId: string;
  /** First the office head for the unit, then the personnel board. */
  readonly level: 'unit' | 'board';
  readonly byPersonId: string;
  /** Everything below the unit too; true unless said otherwise. */
  readonly includeBelow?: boolean;
}

/** Standing by PP 94/2021. Warnings, never a sanction. */
export interface DisciplineView {
  readonly personId: string;
  readonly name: string;
  readonly absentDates: readonly Day[];
  readonly shortMinutes: number;
  readonly days: number;
  readonly longestRun: number;
  readonly sanction: string | null;
  readonly salaryStopFrom: string | null;
  readonly warnings: { readonly days: number | null; readonly consecutiveDays: number | null };
}

export interface CampaignView {
  readonly id: string;
  readonly name: string;
  readonly unitIds: readonly string[];
  readonly deadline: Day;
  readonly method: string;
}

export type CampaignInput = Omit<CampaignView, 'id'>;

export interface CampaignReport {
  readonly campaign: CampaignView;
  readonly people: number;
  readonly enrolled: number;
  readonly isOverdue: boolean;
  readonly units: readonly {
    readonly unitId: string;
    readonly unit: string;
    readonly people: number;
    readonly enrolled: number;
    readonly missing: readonly { readonly personId: string; readonly name: string }[];
  }[];
  readonly enrolledOn: readonly {
    readonly personId: string;
    readonly name: string;
    readonly devices: readonly Named[];
  }[];
}
