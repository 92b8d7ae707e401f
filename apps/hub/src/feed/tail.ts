import type { FeedEvent } from './feed-event.js';

interface Source {
  read(after: number, limit: number): Promise<readonly FeedEvent[]>;
  head(): Promise<number>;
}

const KEPT_EVENTS = 2000;
const PAGE = 1000;

/**
 * The newest events in memory, so that a hundred screens which follow the feed cost one query a change and not a
 * hundred. It holds everything after `start` up to `end`, or nothing.
 */
export function createTail(source: Source) {
  let start = 0;
  let end = 0;
  let known = false;
  let events: FeedEvent[] = [];
  let running: Promise<void> | null = null;
  let again = false;

  async function fill(): Promise<void> {
    if (!known) {
      start = end = await source.head();
      known = true;
    }
    for (;;) {
      const page = await source.read(end, PAGE);
      if (page.length === 0) return;
      events.push(...page);
      end = (page.at(-1) as FeedEvent).position;
      if (events.length > KEPT_EVENTS) {
        const dropped = events.length - KEPT_EVENTS;
        start = (events[dropped - 1] as FeedEvent).position;
        events = events.slice(dropped);
      }
    }
  }

  async function fillUntilQuiet(): Promise<void> {
    do {
      again = false;
      await fill();
    } while (again);
  }

  return {
    /** Reads what is new. Calls while one is under way share the next. */
    refresh(): Promise<void> {
      if (running !== null) {
        again = true;
        return running;
      }
      running = fillUntilQuiet().finally(() => {
        running = null;
      });
      return running;
    },
    /** Events after the cursor as of the last refresh, when memory surely holds all of them, else null: ask the database. */
    after(cursor: number, limit: number): readonly FeedEvent[] | null {
      if (!known || cursor < start || cursor > end) return null;
      if (cursor === end) return [];
      const first = events.findIndex((event) => event.position > cursor);
      return first < 0 ? null : events.slice(first, first + limit);
    },
  };
}
