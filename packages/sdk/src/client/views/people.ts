import type { UnitKind } from '@hadir/core';
import type { Day, Named, Time } from './common.js';

/** NIP of civil servants, NI PPPK of contract staff, NIK of citizens, old NIP of nine digits, or the office's own. */
export type NumberKind = 'nip' | 'ni-pppk' | 'nik' | 'legacy-nip' | 'local';

export interface UnitView {
  readonly id: string;
  readonly parentId: string | null;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
}

export interface UnitInput {
  readonly parentId?: string | null;
  readonly code?: string | null;
  readonly name: string;
  readonly kind: UnitKind;
}

/** A place where people check in. */
export interface StationView {
  readonly id: string;
  readonly unitId: string | null;
  readonly name: string;
  readonly zone: string;
}

export interface StationInput {
  readonly unitId?: string | null;
  readonly name: string;
  readonly zone: string;
}

export interface PersonNumberInput {
  readonly kind: NumberKind;
  /** As text: a number would lose digits. */
  readonly value: string;
  readonly validFrom?: Day | null;
  readonly validTo?: Day | null;
}

export interface PersonInput {
  readonly name: string;
  readonly unitId?: string | null;
  readonly numbers?: readonly PersonNumberInput[];
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly numbers: readonly {
    readonly id: string;
    readonly kind: NumberKind;
    readonly value: string;
    readonly validFrom: Day | null;
    readonly validTo: Day | null;
  }[];
  readonly createdAt: Time;
  readonly updatedAt: Time;
}

/** Whose number on a device is whose, from one day to another (both inclusive; null: without end). */
export interface MappingView {
  readonly id: string;
  readonly device: Named;
  readonly deviceUserId: string;
  readonly person: Named;
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  readonly createdAt: Time;
  readonly createdBy: string;
}

export interface MappingInput {
  readonly deviceId: string;
  /** As the device writes it: leading zeros count. */
  readonly deviceUserId: string;
  readonly personId: string;
  readonly validFrom?: Day | null;
  readonly validTo?: Day | null;
}

export type MappingPatch = Partial<Pick<MappingInput, 'personId' | 'validFrom' | 'validTo'>>;

/** A number with scans that belongs to nobody. */
export interface UnmappedView {
  readonly device: Named;
  readonly deviceUserId: string;
  readonly nameOnDevice: string | null;
  readonly events: number;
  readonly firstAt: Time;
  readonly lastAt: Time;
}
