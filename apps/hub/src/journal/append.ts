import type { PoolClient } from 'pg';
import { byteaArray, int8Array, textArray, uuidArray } from '../store/index.js';
import { chainHasher, chainStart, HASH_BYTES } from './chain.js';
import { journalError } from './errors.js';
import { type LastWords, STATE_KIND, selectLastWords, subjectOf, wordId } from './last-word.js';

/** One call of `append`, ready to be written. */
export interface Append {
  readonly deviceId: string;
  readonly keys: readonly string[];
  readonly kinds: readonly string[];
  readonly bodies: readonly string[];
  /** JSON text; null leaves the stored cursor as it is. */
  readonly cursor: string | null;
}

interface AppendOutcome {
  readonly appended: number;
  readonly known: number;
}

export interface GroupOutcome {
  /** One for each append, in the same order. */
  readonly outcomes: readonly AppendOutcome[];
  readonly batchIds: readonly number[];
}

interface Head {
  seq: number;
  hash: string;
}

/** What will be written for one device: the rows of all its appends, chained. */
interface DeviceRows {
  readonly head: Head;
  readonly fromSeq: number;
  readonly known: Set<string>;
  cursor: string | null;
}

const nextHash = chainHasher();

/**
 * Writes a group of appends, of any number of devices, inside the caller's transaction:
 * locks the heads (in one order, so that groups cannot deadlock), leaves out what the journal knows, chains the rest.
 */
export async function writeGroup(
  client: PoolClient,
  group: readonly Append[],
  receivedAtMs: number,
): Promise<{ readonly last: Promise<GroupOutcome> }> {
  const devices = await lockHeads(client, group);
  const lastWords = await selectLastWords(client, group);
  const rows = emptyRows();
  const outcomes = group.map((append) => {
    const device = devices.get(append.deviceId) as DeviceRows;
    const appended = chainInto(rows, append, device, lastWords, receivedAtMs);
    return { appended, known: append.keys.length - appended };
  });

  const changed = [...devices].filter(([, d]) => d.cursor !== null || d.head.seq >= d.fromSeq);
  if (changed.length === 0) return { last: Promise.resolve({ outcomes, batchIds: [] }) };
  const written = client.query<{ id: number }>({
    name: 'journal-append',
    // One statement for all three tables: one turn to the server, whatever the number of rows.
    text: `with rows as (
        insert into journal (device_id, seq, reading_key, kind, received_at, body, hash)
        select n.device_id, n.seq, n.key, n.kind, $5::timestamptz, n.body, n.hash
        from unnest($1::uuid[], $2::int8[], $3::text[], $4::text[], $6::text[], $7::bytea[])
          as n (device_id, seq, key, kind, body, hash)
      ), heads as (
        update journal_head h set seq = n.seq, hash = n.hash, cursor = coalesce(n.cursor::json, h.cursor),
          cursor_at = case when n.cursor is null then h.cursor_at else $5::timestamptz end
        from unnest($8::uuid[], $9::int8[], $10::bytea[], $11::text[]) as n (device_id, seq, hash, cursor)
        where h.device_id = n.device_id
      )
      insert into journal_batch (device_id, from_seq, to_seq, appended_at)
      select n.device_id, n.from_seq, n.to_seq, $5::timestamptz
      from unnest($8::uuid[], $12::int8[], $9::int8[]) as n (device_id, from_seq, to_seq)
      where n.from_seq <= n.to_seq
      returning id`,
    values: [
      uuidArray(rows.deviceIds),
      int8Array(rows.seqs),
      textArray(rows.keys),
      textArray(rows.kinds),
      new Date(receivedAtMs),
      textArray(rows.bodies),
      byteaArray(rows.hashes, HASH_BYTES),
      uuidArray(changed.map(([id]) => id)),
      int8Array(changed.map(([, d]) => d.head.seq)),
      byteaArray(
        changed.map(([, d]) => d.head.hash),
        HASH_BYTES,
      ),
      textArray(changed.map(([, d]) => d.cursor)),
      int8Array(changed.map(([, d]) => d.fromSeq)),
    ],
  });
  return { last: written.then((result) => ({ outcomes, batchIds: result.rows.map((row) => row.id) })) };
}

interface Rows {
  readonly deviceIds: string[];
  readonly seqs: number[];
  readonly keys: string[];
  readonly kinds: string[];
  readonly bodies: string[];
  readonly hashes: string[];
}

const emptyRows = (): Rows => ({ deviceIds: [], seqs: [], keys: [], kinds: [], bodies: [], hashes: [] });

/** Adds what is new to the rows and to the chain. @returns how many */
function chainInto(
  rows: Rows,
  append: Append,
  { head, known }: DeviceRows,
  lastWords: LastWords,
  receivedAtMs: number,
): number {
  const before = head.seq;
  for (let i = 0; i < append.keys.length; i++) {
    const said = append.keys[i] as string;
    const kind = append.kinds[i] as string;
    const subject = kind === STATE_KIND ? subjectOf(said) : '';
    const word = wordId(append.deviceId, subject);
    if (known.has(said) && (subject === '' || lastWords.get(word) === said)) continue;
    const key = known.has(said) ? `${said}~${head.seq + 1}` : said;
    known.add(said);
    if (subject !== '') lastWords.set(word, said);
    const body = append.bodies[i] as string;
    head.seq += 1;
    head.hash = nextHash(head.hash, { seq: head.seq, receivedAtMs, kind, body });
    rows.deviceIds.push(append.deviceId);
    rows.seqs.push(head.seq);
    rows.keys.push(key);
    rows.kinds.push(kind);
    rows.bodies.push(body);
    rows.hashes.push(head.hash);
  }
  return head.seq - before;
}

async function lockHeads(client: PoolClient, group: readonly Append[]): Promise<ReadonlyMap<string, DeviceRows>> {
  const cursors = new Map<string, string | null>();
  for (const { deviceId, cursor } of group) cursors.set(deviceId, cursor ?? cursors.get(deviceId) ?? null);
  const ids = [...cursors.keys()];
  let [heads, known] = await Promise.all([selectHeads(client, ids), selectKnown(client, group)]);
  if (heads.length < ids.length) {
    const have = new Set(heads.map((head) => head.device_id));
    await makeHeads(
      client,
      ids.filter((id) => !have.has(id)),
    );
    [heads, known] = await Promise.all([selectHeads(client, ids), selectKnown(client, group)]);
  }
  const devices = new Map<string, DeviceRows>(
    heads.map((head) => [
      head.device_id,
      {
        head: { seq: head.seq, hash: head.hash.toString('hex') },
        fromSeq: head.seq + 1,
        known: new Set<string>(),
        cursor: cursors.get(head.device_id) ?? null,
      },
    ]),
  );
  for (const [deviceId, key] of known) devices.get(deviceId)?.known.add(key);
  return devices;
}

async function selectHeads(client: PoolClient, ids: readonly string[]) {
  const { rows } = await client.query<{ device_id: string; seq: number; hash: Buffer }>({
    name: 'journal-heads',
    text: 'select device_id, seq, hash from journal_head where device_id = any($1::uuid[]) order by device_id for update',
    values: [uuidArray(ids)],
  });
  return rows;
}

/**
 * Keys that the journal holds already. Must be a statement of its own, behind the lock: a statement sees what was
 * committed when it began, and one that began before it got the lock would not see the rows of the lock's last holder.
 */
async function selectKnown(client: PoolClient, group: readonly Append[]): Promise<readonly [string, string][]> {
  const ids = group.flatMap((append) => append.keys.map(() => append.deviceId));
  if (ids.length === 0) return [];
  const { rows } = await client.query<[string, string]>({
    name: 'journal-known',
    // `limit 1` keeps the planner to one index look-up a key; a join it would turn into a scan of the whole journal
    // while the table's statistics are young.
    text: `select k.device_id, k.key from unnest($1::uuid[], $2::text[]) as k (device_id, key)
      cross join lateral (
        select 1 from journal j where j.device_id = k.device_id and j.reading_key = k.key limit 1) as found`,
    values: [uuidArray(ids), textArray(group.flatMap((append) => append.keys))],
    rowMode: 'array',
  } as never);
  return rows;
}

/** The first readings of devices. */
async function makeHeads(client: PoolClient, ids: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from device where id = any($1::uuid[])', [
    uuidArray(ids),
  ]);
  const registered = new Set(rows.map((row) => row.id));
  const stranger = ids.find((id) => !registered.has(id));
  if (stranger !== undefined) throw journalError('JOURNAL_DEVICE_UNKNOWN', { deviceId: stranger });
  await client.query(
    `insert into journal_head (device_id, seq, hash)
     select n.device_id, 0, n.hash from unnest($1::uuid[], $2::bytea[]) as n (device_id, hash)
     order by n.device_id on conflict do nothing`,
    [uuidArray(ids), byteaArray(ids.map(chainStart), HASH_BYTES)],
  );
}
