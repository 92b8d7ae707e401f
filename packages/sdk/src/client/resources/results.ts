import type { Connection } from '../options.js';
import { type Listing, listing, type PageOptions } from '../pages.js';
import { path } from '../paths.js';
import { type Query, request, requestBytes } from '../request.js';
import type { Day } from '../views/common.js';
import type {
  CampaignInput,
  CampaignReport,
  CampaignView,
  DayView,
  DisciplineView,
  LockInput,
  LockView,
  RecapView,
  RecomputeInput,
  ReportQuery,
  ResultProgress,
  UnitDayView,
  WhyStep,
} from '../views/result.js';

async function whole<View>(connection: Connection, place: string, query: Query, signal?: AbortSignal) {
  const answer = await request<{ readonly items: readonly View[] }>(connection, 'GET', place, { query, signal });
  return answer.items;
}

/** What days came to, and why. */
export interface ResultsClient {
  days(
    filter: PageOptions & {
      readonly from: Day;
      readonly to: Day;
      readonly unitId?: string;
      readonly personId?: string;
    },
  ): Listing<DayView>;
  day(
    personId: string,
    date: Day,
    signal?: AbortSignal,
  ): Promise<{ readonly day: DayView; readonly why: readonly WhyStep[] }>;
  /** Today unless said otherwise. */
  units(
    filter?: { readonly date?: Day; readonly unitId?: string },
    signal?: AbortSignal,
  ): Promise<{ readonly date: Day; readonly items: readonly UnitDayView[] }>;
  progress(signal?: AbortSignal): Promise<ResultProgress>;
  /** Has days computed again in the background. Locked days only get proposals. */
  recompute(input: RecomputeInput, signal?: AbortSignal): Promise<{ readonly marked: number }>;
  /** By PP 94/2021, worst first: from `minDays` (3) days on. */
  discipline(
    year: number,
    filter?: { readonly unitId?: string; readonly minDays?: number },
    signal?: AbortSignal,
  ): Promise<readonly DisciplineView[]>;
}

export function resultsClient(connection: Connection): ResultsClient {
  return {
    days: ({ from, to, unitId, personId, ...page }) =>
      listing(connection, path('results', 'days'), { from, to, unitId, personId }, page),
    day: (personId, date, signal) => request(connection, 'GET', path('results', 'days', personId, date), { signal }),
    units: ({ date, unitId } = {}, signal) =>
      request(connection, 'GET', path('results', 'units'), { query: { date, unitId }, signal }),
    progress: (signal) => request(connection, 'GET', path('results', 'progress'), { signal }),
    recompute: (body, signal) => request(connection, 'POST', path('results', 'recompute'), { body, signal }),
    discipline: (year, { unitId, minDays } = {}, signal) =>
      whole(connection, path('discipline', String(year)), { unitId, minDays }, signal),
  };
}

/** A unit's month: its sums, its reports, its locks. `month` is `YYYY-MM`. */
export interface MonthsClient {
  /** `pay`: the days paid with the month, of those who served in the unit last. */
  recap(
    month: string,
    filter: { readonly unitId: string; readonly period?: 'calendar' | 'pay' },
    signal?: AbortSignal,
  ): Promise<readonly RecapView[]>;
  report(month: string, query: ReportQuery, signal?: AbortSignal): Promise<Uint8Array>;
  locks(month: string, signal?: AbortSignal): Promise<readonly LockView[]>;
  /** @returns the units that were locked */
  lock(month: string, lock: LockInput, signal?: AbortSignal): Promise<{ readonly locked: readonly string[] }>;
}

export function monthsClient(connection: Connection): MonthsClient {
  return {
    recap: (month, { unitId, period }, signal) =>
      whole(connection, path('results', 'months', month), { unitId, period }, signal),
    report: (month, query, signal) =>
      requestBytes(connection, path('results', 'months', month, 'export'), { query: { ...query }, signal }),
    locks: (month, signal) => whole(connection, path('locks', month), {}, signal),
    lock: (month, body, signal) => request(connection, 'POST', path('locks', month), { body, signal }),
  };
}

/** Who of some units is enrolled by a method, and who is not. */
export interface CampaignsClient {
  list(signal?: AbortSignal): Promise<readonly CampaignView[]>;
  add(campaign: CampaignInput, signal?: AbortSignal): Promise<CampaignView>;
  get(id: string, signal?: AbortSignal): Promise<CampaignReport>;
}

export function campaignsClient(connection: Connection): CampaignsClient {
  return {
    list: (signal) => whole(connection, path('campaigns'), {}, signal),
    add: (body, signal) => request(connection, 'POST', path('campaigns'), { body, signal }),
    get: (id, signal) => request(connection, 'GET', path('campaigns', id), { signal }),
  };
}
