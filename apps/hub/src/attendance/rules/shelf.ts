import {
  type MethodPolicy,
  type ReadyCalendar,
  type ReadyProfile,
  type ReadySchedule,
  readyCalendar,
  readyProfile,
  readySchedule,
} from '@hadir/core';
import type { PoolClient } from 'pg';
import type { RuleKind } from './kinds.js';

/** A document that holds, with its row's id. */
export interface Held<Ready> {
  readonly id: string;
  readonly ready: Ready;
}

/** The rules as they hold on each day. */
export interface RulesByDay {
  calendar(name: string, date: string): Held<ReadyCalendar> | null;
  /** Any calendar, for days of people without a schedule: the first by name. */
  anyCalendar(date: string): Held<ReadyCalendar> | null;
  schedule(name: string, date: string): Held<ReadySchedule> | null;
  profile(name: string, date: string): Held<ReadyProfile> | null;
  /** The policy of the nearest unit that has one. */
  policy(unitIds: readonly string[], date: string): Held<MethodPolicy> | null;
}

interface Row {
  readonly id: string;
  readonly kind: RuleKind;
  readonly name: string;
  readonly version: string;
  readonly from: string;
  readonly to: string | null;
}

/**
 * Makes rules ready for computing and keeps them: a document never changes, so that only the list of versions is read
 * again for each batch.
 */
export interface RuleShelf {
  load(client: Pick<PoolClient, 'query'>): Promise<RulesByDay>;
}

const DAY_KINDS = ['calendar', 'schedule', 'profile', 'method-policy'];

export function createRuleShelf(): RuleShelf {
  const ready = new Map<string, unknown>();

  async function load(client: Pick<PoolClient, 'query'>): Promise<RulesByDay> {
    const { rows } = await client.query<Row>({
      name: 'rule-versions',
      text: `select id, kind, name, version, valid_from as from, valid_to as to from rule_document
        where kind = any($1) order by kind, name, valid_from`,
      values: [DAY_KINDS],
    });
    const missing = rows.filter((row) => !ready.has(row.id));
    if (missing.length > 0) await fetch(client, missing);
    return rulesByDay(rows, ready);
  }

  async function fetch(client: Pick<PoolClient, 'query'>, missing: readonly Row[]): Promise<void> {
    const { rows } = await client.query<{ id: string; document: unknown }>(
      'select id, document from rule_document where id = any($1::uuid[])',
      [missing.map((row) => row.id)],
    );
    const documents = new Map(rows.map((row) => [row.id, row.document]));
    for (const row of missing) ready.set(row.id, makeReady(row, documents.get(row.id)));
  }
  return { load };
}

/** Names with their version, so that the reasons of a day say by which rules it was judged. */
function makeReady({ kind, name, version }: Row, document: unknown): unknown {
  switch (kind) {
    case 'calendar':
      return readyCalendar(`${name} (${version})`, document);
    case 'schedule':
      return readySchedule(`${name} (${version})`, document);
    case 'profile':
      return readyProfile(name, document, version);
    default:
      return document;
  }
}

function rulesByDay(rows: readonly Row[], ready: ReadonlyMap<string, unknown>): RulesByDay {
  const byName = new Map<string, Row[]>();
  const calendars = new Set<string>();
  for (const row of rows) {
    const key = `${row.kind} ${row.name}`;
    byName.set(key, [...(byName.get(key) ?? []), row]);
    if (row.kind === 'calendar') calendars.add(row.name);
  }
  const on = <Ready>(kind: RuleKind, name: string, date: string): Held<Ready> | null => {
    const row = byName.get(`${kind} ${name}`)?.find(({ from, to }) => date >= from && (to === null || date <= to));
    return row === undefined ? null : { id: row.id, ready: ready.get(row.id) as Ready };
  };
  return {
    calendar: (name, date) => on<ReadyCalendar>('calendar', name, date),
    anyCalendar(date) {
      for (const name of calendars) {
        const found = on<ReadyCalendar>('calendar', name, date);
        if (found !== null) return found;
      }
      return null;
    },
    schedule: (name, date) => on<ReadySchedule>('schedule', name, date),
    profile: (name, date) => on<ReadyProfile>('profile', name, date),
    policy(unitIds, date) {
      for (const unitId of unitIds) {
        const found = on<MethodPolicy>('method-policy', unitId, date);
        if (found !== null) return found;
      }
      return null;
    },
  };
}
