import type { EmploymentKind } from '@hadir/core';
import type { Day, Time } from './common.js';

export type RuleKind = 'calendar' | 'schedule' | 'profile' | 'method-policy' | 'discipline' | 'approvals' | 'tpp';

/** A rule document as it holds from one day to another. Never edited: a change is another version. */
export interface RuleView {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly validFrom: Day;
  readonly validTo: Day | null;
  readonly document: unknown;
  readonly createdAt: Time;
  readonly createdBy: string;
}

export interface RuleInput {
  readonly kind: RuleKind;
  /** Of a method policy: the code or id of its unit. */
  readonly name: string;
  readonly version: string;
  readonly validFrom: Day;
  readonly validTo?: Day | null;
  readonly document: unknown;
}

/** Which schedule or profile holds for a person, a unit with what is below it, or (both null) everybody. */
export interface AssignmentView {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly personId: string | null;
  readonly unitId: string | null;
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

export interface AssignmentInput {
  readonly kind: 'schedule' | 'profile';
  readonly name: string;
  readonly personId?: string | null;
  readonly unitId?: string | null;
  readonly validFrom: Day;
  readonly validTo?: Day | null;
}

/** Where a person serves, in which post, from one day to another. */
export interface PlacementView {
  readonly id: string;
  readonly personId: string;
  readonly unitId: string;
  readonly employment: string;
  readonly post: string | null;
  readonly rank: string | null;
  readonly tppClass: string | null;
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

export interface PlacementInput {
  readonly personId: string;
  readonly unitId: string;
  readonly employment: EmploymentKind;
  readonly post?: string | null;
  readonly rank?: string | null;
  readonly tppClass?: string | null;
  readonly validFrom: Day;
  readonly validTo?: Day | null;
}

/** On this day the person works by this schedule; null: off. The day is that on which the shift starts. */
export interface RosterLine {
  readonly personId: string;
  readonly date: Day;
  readonly schedule: string | null;
}

/** The morning assembly of a unit and what is below it. */
export interface ApelView {
  readonly unitId: string;
  readonly date: Day;
  /** False: called off, so that nobody missed it. */
  readonly held: boolean;
  readonly required: boolean;
}

export interface ApelInput extends ApelView {
  /** The written list. */
  readonly list?: readonly {
    readonly personId: string;
    readonly present: boolean | null;
    readonly excused: boolean;
  }[];
}

export type ApprovalStep = 'supervisor' | 'office-head' | 'personnel-board';

/** Who decides at a step, for a unit with what is below it, or (null) for all. */
export interface ApproverView {
  readonly id: string;
  readonly personId: string;
  readonly step: string;
  readonly unitId: string | null;
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

export interface ApproverInput {
  readonly personId: string;
  readonly step: ApprovalStep;
  readonly unitId?: string | null;
  readonly validFrom: Day;
  readonly validTo?: Day | null;
}

export type ImportKind = 'units' | 'people' | 'mappings' | 'roster' | 'holidays';

/** What an import did, or what is wrong with the file: nothing is stored while there is a problem. */
export interface ImportReport {
  readonly kind: string;
  readonly rows: number;
  readonly changed: number;
  readonly stored: boolean;
  /** `row` as the spreadsheet counts; the text in both languages. */
  readonly problems: readonly {
    readonly row: number;
    readonly column: string;
    readonly id: string;
    readonly en: string;
  }[];
}
