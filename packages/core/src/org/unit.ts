import type { DateRange } from '../time/date-range.js';

/** The field's own names. A regency has about 30 dinas and badan; schools and puskesmas hold most of the people. */
export const UNIT_KINDS = [
  'regency',
  'sekretariat-daerah',
  'sekretariat-dprd',
  'inspektorat',
  'dinas',
  'badan',
  'rsud',
  'uptd',
  'puskesmas',
  'pustu',
  'school',
  'satpol-pp',
  'kecamatan',
  'kelurahan',
  'desa',
  'other',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** A part of the regency's government (OPD, SKPD, or something below one). */
export interface Unit extends DateRange {
  readonly id: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parentId: string | null;
}
