import { beginCheckin, openCheckins } from './begin.js';
import type { CheckinContext } from './context.js';
import { type CheckinOutcome, type FinishInput, finishCheckin } from './finish.js';
import { inGroups } from './groups.js';
import { createKeeper } from './keep.js';
import { createNeighbours } from './neighbours.js';
import { type Counting, recordAll, recordOpen } from './record.js';
import { createSiteBooks } from './site-books.js';
import { spendNonces } from './spend.js';

/** Where phones check in. What many of them do at once is done in groups. */
export interface CheckinDesk {
  /** @throws CHECKIN_PHONE_UNKNOWN */
  begin(credentialId: string, direction: 'in' | 'out'): ReturnType<typeof beginCheckin>;
  finish(input: FinishInput): Promise<CheckinOutcome>;
  /** Lets what is under way reach the journal. */
  close(): Promise<void>;
}

const MOST_AT_ONCE = 256;
const RETRY_MS = 15_000;

export function createCheckinDesk(
  context: CheckinContext,
  options: { onRecordFailed(error: unknown): void },
): CheckinDesk {
  const { pool } = context.database;
  const most = { most: MOST_AT_ONCE };
  const books = createSiteBooks(context);
  const open = inGroups((group: Parameters<typeof openCheckins>[1]) => openCheckins(context, group), most);
  const spend = inGroups((group: Parameters<typeof spendNonces>[1]) => spendNonces(pool, group), most);
  const keep = inGroups(createKeeper(context), most);
  const journal = inGroups(async (group: readonly Counting[]) => {
    await recordAll(context, group);
    return group.map(() => undefined);
  }, most);
  let retry: NodeJS.Timeout | null = null;

  // The decision is kept; a journal that is away for a while gets it later.
  const later = (error: unknown): void => {
    options.onRecordFailed(error);
    retry ??= setTimeout(() => {
      retry = null;
      recordOpen(context).catch(later);
    }, RETRY_MS).unref();
  };
  const neighbours = createNeighbours(context);
  const parts = { books, neighbours, spend, keep, record: (one: Counting) => void journal.add(one).catch(later) };
  return {
    begin: (credentialId, direction) => beginCheckin(context, { books, open }, credentialId, direction),
    finish: (input) => finishCheckin(context, parts, input),
    async close() {
      await Promise.all([open.idle(), spend.idle(), keep.idle()]);
      await journal.idle();
      if (retry) clearTimeout(retry);
    },
  };
}
