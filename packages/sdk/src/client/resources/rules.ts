import type { Connection } from '../options.js';
import { path } from '../paths.js';
import { type Query, request } from '../request.js';
import type { Day } from '../views/common.js';
import type {
  ApelInput,
  ApelView,
  ApproverInput,
  ApproverView,
  AssignmentInput,
  AssignmentView,
  ImportKind,
  ImportReport,
  PlacementInput,
  PlacementView,
  RosterLine,
  RuleInput,
  RuleKind,
  RuleView,
} from '../views/rule.js';

interface Whole<View> {
  readonly items: readonly View[];
}

async function whole<View>(connection: Connection, name: string, query: Query, signal?: AbortSignal) {
  return (await request<Whole<View>>(connection, 'GET', path(name), { query, signal })).items;
}

/** Calendars, schedules, profiles, policies: documents with versions and dates. */
export interface RulesClient {
  list(
    filter?: { readonly kind?: RuleKind; readonly name?: string },
    signal?: AbortSignal,
  ): Promise<readonly RuleView[]>;
  /** The version until further notice ends on the day before. A document with gaps is refused with the place. */
  add(rule: RuleInput, signal?: AbortSignal): Promise<RuleView>;
  /** Refuses as `add` would, and keeps nothing. */
  check(rule: Pick<RuleInput, 'kind' | 'name' | 'document'>, signal?: AbortSignal): Promise<{ readonly ok: true }>;
  /** Takes back a version that no locked month stands on. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

export function rulesClient(connection: Connection): RulesClient {
  return {
    list: ({ kind, name } = {}, signal) => whole(connection, 'rules', { kind, name }, signal),
    add: (body, signal) => request(connection, 'POST', path('rules'), { body, signal }),
    check: (body, signal) => request(connection, 'POST', path('rules', 'check'), { body, signal }),
    remove: (id, signal) => request(connection, 'DELETE', path('rules', id), { signal }),
  };
}

export interface AssignmentsClient {
  list(signal?: AbortSignal): Promise<readonly AssignmentView[]>;
  add(assignment: AssignmentInput, signal?: AbortSignal): Promise<AssignmentView>;
  /** Ends on a day, or without one is taken back entirely. */
  end(id: string, lastDay?: Day, signal?: AbortSignal): Promise<void>;
}

export function assignmentsClient(connection: Connection): AssignmentsClient {
  return {
    list: (signal) => whole(connection, 'assignments', {}, signal),
    add: (body, signal) => request(connection, 'POST', path('assignments'), { body, signal }),
    end: (id, lastDay, signal) =>
      request(connection, 'DELETE', path('assignments', id), { query: { lastDay }, signal }),
  };
}

export interface PlacementsClient {
  list(
    filter?: { readonly personId?: string; readonly unitId?: string },
    signal?: AbortSignal,
  ): Promise<readonly PlacementView[]>;
  /** From a day on; the placement until further notice ends on the day before. */
  add(placement: PlacementInput, signal?: AbortSignal): Promise<PlacementView>;
}

export function placementsClient(connection: Connection): PlacementsClient {
  return {
    list: ({ personId, unitId } = {}, signal) => whole(connection, 'placements', { personId, unitId }, signal),
    add: (body, signal) => request(connection, 'POST', path('placements'), { body, signal }),
  };
}

interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly unitId?: string;
}

export interface RostersClient {
  list(filter: Span & { readonly personId?: string }, signal?: AbortSignal): Promise<readonly RosterLine[]>;
  /** A later line replaces the earlier one of the same person and day. @returns how many changed */
  set(items: readonly RosterLine[], signal?: AbortSignal): Promise<{ readonly changed: number }>;
}

export function rostersClient(connection: Connection): RostersClient {
  return {
    list: ({ from, to, unitId, personId }, signal) =>
      whole(connection, 'rosters', { from, to, unitId, personId }, signal),
    set: (items, signal) => request(connection, 'PUT', path('rosters'), { body: { items }, signal }),
  };
}

export interface ApelClient {
  list(filter: Span, signal?: AbortSignal): Promise<readonly ApelView[]>;
  set(apel: ApelInput, signal?: AbortSignal): Promise<void>;
}

export function apelClient(connection: Connection): ApelClient {
  return {
    list: ({ from, to, unitId }, signal) => whole(connection, 'apel', { from, to, unitId }, signal),
    set: (body, signal) => request(connection, 'PUT', path('apel'), { body, signal }),
  };
}

export interface ApproversClient {
  list(signal?: AbortSignal): Promise<readonly ApproverView[]>;
  add(approver: ApproverInput, signal?: AbortSignal): Promise<ApproverView>;
  end(id: string, lastDay: Day, signal?: AbortSignal): Promise<void>;
}

export function approversClient(connection: Connection): ApproversClient {
  return {
    list: (signal) => whole(connection, 'approvers', {}, signal),
    add: (body, signal) => request(connection, 'POST', path('approvers'), { body, signal }),
    end: (id, lastDay, signal) => request(connection, 'DELETE', path('approvers', id), { query: { lastDay }, signal }),
  };
}

export interface ImportsClient {
  /** An XLSX or CSV file: all of it, or nothing while there is a problem. A dry run keeps nothing. */
  send(
    kind: ImportKind,
    file: Uint8Array<ArrayBuffer>,
    options?: { readonly dryRun?: boolean; readonly signal?: AbortSignal },
  ): Promise<ImportReport>;
}

export function importsClient(connection: Connection): ImportsClient {
  return {
    send: (kind, content, { dryRun, signal } = {}) =>
      request(connection, 'POST', path('imports', kind), { query: { dryRun }, content, signal }),
  };
}
