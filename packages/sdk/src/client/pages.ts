import { clientError } from './errors.js';
import type { Connection } from './options.js';
import { type Query, request } from './request.js';

/** One page of a list; `next` is the cursor of the page after it, null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface PageOptions {
  /** 1–500. */
  readonly limit?: number;
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

/** A list: the first page when awaited as `.page()`, every item in turn when iterated. */
export interface Listing<Item> extends AsyncIterable<Item> {
  page(): Promise<Page<Item>>;
}

export function listing<Item>(connection: Connection, path: string, query: Query, options: PageOptions): Listing<Item> {
  const page = async (cursor: string | undefined): Promise<Page<Item>> => {
    const answer = await request<Partial<Page<Item>>>(connection, 'GET', path, {
      query: { ...query, limit: options.limit, cursor },
      signal: options.signal,
    });
    if (!Array.isArray(answer?.items) || !(answer.next === null || typeof answer.next === 'string')) {
      throw clientError('CLIENT_ANSWER_UNEXPECTED', { method: 'GET', path, reason: 'not a page' });
    }
    return { items: answer.items, next: answer.next };
  };
  return {
    page: () => page(options.cursor),
    async *[Symbol.asyncIterator]() {
      let cursor = options.cursor;
      for (;;) {
        const { items, next } = await page(cursor);
        yield* items;
        if (next === null) return;
        cursor = next;
      }
    },
  };
}
