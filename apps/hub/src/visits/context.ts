import type { Clock } from '@hadir/core';
import type { TemperatureSettings, VisitSettings } from '../config/index.js';
import type { Database } from '../store/index.js';

/** What visits stand on. */
export interface VisitContext {
  readonly database: Database;
  readonly clock: Clock;
  /** The hub's own; a station may differ. */
  readonly rules: { readonly visits: VisitSettings; readonly temperature: TemperatureSettings };
  /** Days for which visits are kept; older check-ins make none. */
  readonly keepDays: number;
}
